"""Column types: sealed values, and times that are always aware UTC."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from sqlalchemy import DateTime, Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.storage.keys import Vault

T = TypeVar("T")


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC; a naive one is a programming error."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so it is taken off there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC whatever the database or its session says."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[T], Generic[T]):
    """A value that is only ever stored encrypted: turned into bytes by `dump` and sealed by the vault."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, vault: Vault, dump: Callable[[T], bytes], load: Callable[[bytes], T]) -> None:
        super().__init__()
        self.vault, self.dump, self.load = vault, dump, load

    def process_bind_param(self, value: T | None, dialect: Dialect) -> bytes | None:
        """Dump and seal."""
        del dialect
        return None if value is None else self.vault.seal(self.dump(value))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> T | None:
        """Open and load."""
        del dialect
        return None if value is None else self.load(self.vault.open(value))


def sealed_text(vault: Vault) -> Sealed[str]:
    """Any text, lone surrogates included: channels deliver what patients' phones make."""
    return Sealed(vault, _to_bytes, _to_text)


def sealed_data(vault: Vault, kind: type[T], otherwise: T | None = None) -> Sealed[T]:
    """A frozen dataclass as JSON; a lone surrogate, which JSON cannot carry, becomes a question mark.

    What an older version wrote and this one cannot take reads as `otherwise`, where that is given.
    """
    adapter = TypeAdapter(kind)

    def dump(value: T) -> bytes:
        try:
            return adapter.dump_json(value)
        except PydanticSerializationError:
            return _to_json(value)

    def load(data: bytes) -> T:
        try:
            return adapter.validate_json(data)
        except ValidationError:
            if otherwise is None:
                message = f"a kept {kind.__name__} cannot be read by this version"
                raise ValueError(message) from None  # its own words quote the patient
            return otherwise

    return Sealed(vault, dump, load)


def _to_json(data: Any) -> bytes:  # noqa: ANN401 - any of the dataclasses that are kept
    return json.dumps(asdict(data), default=datetime.isoformat, ensure_ascii=False).encode(errors="replace")


def _to_bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _to_text(data: bytes) -> str:
    return data.decode(errors="surrogatepass")
