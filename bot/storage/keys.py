"""Data keys: where they come from, and the vault that seals text and blinds chats and phone numbers with them."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

from bot.errors import KeyMissingError, SettingsError

VARIABLE = "CLINIC_BOT_DATA_KEYS"


def new_key() -> str:
    """A fresh data key: 32 random bytes as URL-safe base64, the form that Fernet takes."""
    return Fernet.generate_key().decode()


def key_id(key: str) -> str:
    """A short public name of a key, the start of its SHA-256: safe to print, useless for reading anything."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where data keys come from: CLINIC_BOT_DATA_KEYS (newest first, comma separated), else a 0600 file, one a line.

    The file is made, with a new key, only for a database that holds nothing yet.
    """

    listed: str = ""
    file: Path | None = None

    def __repr__(self) -> str:
        return f"KeySource({self.place})"

    @property
    def place(self) -> str:
        """What a person has to look at to change the keys."""
        return VARIABLE if self.listed or self.file is None else str(self.file)

    def read(self) -> tuple[str, ...]:
        """The keys, newest first; none where there is neither a variable nor a file.

        Raises:
            SettingsError: a key is not one, or the file can be read by others.
        """
        keys = tuple(key for key in self._text().replace("\n", ",").replace(" ", "").split(",") if key)
        for number, key in enumerate(keys, start=1):
            self._check(number, key)
        return keys

    def make(self) -> tuple[str, ...]:
        """The keys for a new database, made now if there are none.

        Raises:
            KeyMissingError: there is no file to keep a new key in.
        """
        if keys := self.read():
            return keys
        if self.file is None:
            raise KeyMissingError(f"{VARIABLE} is not set; make a key with: clinic-bot keys new")
        self.write((new_key(),))
        return self.read()

    def write(self, keys: Sequence[str]) -> None:
        """Put the keys, newest first, into the file in one step, readable by its owner alone."""
        if self.file is None or self.listed:
            raise SettingsError(f"the keys are in {VARIABLE}: change them there")
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.file.with_name(self.file.name + ".new")
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as lines:
            lines.write("".join(f"{key}\n" for key in keys))
            lines.flush()
            os.fsync(lines.fileno())
        draft.replace(self.file)

    def _text(self) -> str:
        if self.listed or self.file is None or not self.file.exists():
            return self.listed
        if self.file.stat().st_mode & 0o077:
            raise SettingsError(f"{self.file}: others can read the data keys; run: chmod 600 {self.file}")
        return self.file.read_text()

    def _check(self, number: int, key: str) -> None:
        try:
            Fernet(key)
        except ValueError:
            mend = "make one with: clinic-bot keys new"
            raise SettingsError(f"{self.place}: key {number} is not a data key; {mend}") from None


class Vault:
    """Seals with the newest key, opens with any, and blinds with an index key that outlives them all."""

    def __init__(self, keys: Sequence[str], index_key: bytes) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = index_key

    def __repr__(self) -> str:
        return "Vault(...)"

    def seal(self, clear: bytes) -> bytes:
        """Encrypt and sign."""
        return self._fernet.encrypt(clear)

    def open(self, sealed: bytes) -> bytes:
        """What `seal` was given; raises cryptography's InvalidToken for anything else."""
        return self._fernet.decrypt(sealed)

    def reseal(self, sealed: bytes) -> bytes:
        """The same content under the newest key."""
        return self._fernet.rotate(sealed)

    def blind(self, *parts: str) -> bytes:
        """Equal parts give equal 32 bytes (HMAC-SHA256), from which nobody without the key learns the parts."""
        return hmac.digest(self._index_key, "\0".join(parts).encode(errors="surrogatepass"), "sha256")

    def chat(self, channel: str, address: str) -> bytes:
        """What a chat is called in the tables."""
        return self.blind("chat", channel, address)
