"""The errors that people read: each message names the file or setting, the value and the mend."""


class ClinicBotError(Exception):
    """Raised when the bot cannot go on and a person can mend it; the base of all below."""

    exit_code = 1


class SettingsError(ClinicBotError):
    """Raised when config.yaml or a CLINIC_BOT_ variable holds a wrong key or value."""

    exit_code = 2


class KnowledgeError(ClinicBotError):
    """Raised when the files of knowledge/ do not pass their check."""


class KeyMissingError(ClinicBotError):
    """Raised when stored data cannot be read with the data keys at hand."""

    exit_code = 2


class SecondCopyError(ClinicBotError):
    """Raised when another copy of the bot already polls for the same bot."""

    exit_code = 3


class ChannelUnavailableError(ClinicBotError):
    """Raised when a channel's other end, Telegram say, does not answer for now."""


class DatabaseUnavailableError(ClinicBotError):
    """Raised when the database does not answer for now."""
