"""The cross-checks of `clinic-bot check`, one concern a file: each yields problems with file, line and mend."""
