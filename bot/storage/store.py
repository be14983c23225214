"""One door to everything that is kept: `Store.open` chooses the database, checks the keys and brings the tables up to date."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Self

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.requests import Requests
from bot.storage.staff import Staff

Transaction = AsyncConnection


class KeySource:
    """Where the data keys come from: CLINIC_BOT_DATA_KEYS (newest first, comma separated), else a 0600 file.

    The file is made, with a new key, only for a database that holds nothing yet.
    """

    def __init__(self, listed: str = "", file: Path | None = None) -> None: ...


class Store:
    """An open database; its parts take the transaction that they work in.

    >>> async with store.reading() as tx:
    ...     requests = await store.requests.listed(tx)
    """

    requests: Requests
    staff: Staff

    @classmethod
    async def open(cls, url: str, keys: KeySource) -> Self:
        """Open `sqlite:///var/x.db`, `sqlite://` (in memory) or `postgresql://…`, and migrate it under a lock.

        Raises:
            SettingsError: the URL, the folder or a key cannot be used.
            KeyMissingError: stored data was written with another key; names its id.
            DatabaseUnavailableError: the server does not answer for now.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Close every connection; what is committed stays."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that only reads."""
        raise NotImplementedError

    def writing(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that commits at the end of the block and rolls back on an error."""
        raise NotImplementedError
