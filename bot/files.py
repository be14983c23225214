"""Small things kept in files between runs, which may be lost without harm."""

import logging
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FolderMemory:
    """Keeps bytes by name in a folder: each file is replaced in one step, so that a reader never sees half of it."""

    folder: Path

    def get(self, name: str) -> bytes | None:
        """What was put under a name, or None."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name; a folder that cannot be written is logged, not fatal."""
        try:
            _make_private(self.folder)
            handle, draft = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(draft).replace(self.folder / name)
            except OSError:
                with suppress(OSError):
                    Path(draft).unlink()
                raise
        except OSError as error:
            log.warning("the cache folder cannot be written: starts stay slow", extra={"error": str(error.errno)})


def _make_private(folder: Path) -> None:
    """Make a folder for this user alone, and so each folder above that is missing: one is where the data goes too."""
    if not folder.exists():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
