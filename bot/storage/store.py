"""One door to everything that is kept: `Store.open` chooses the database, checks the keys and migrates the tables."""

from contextlib import AbstractAsyncContextManager
from typing import Self

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DatabaseUnavailableError
from bot.storage.chats import Conversations
from bot.storage.claims import Claim, claimed
from bot.storage.database import Database, is_away
from bot.storage.inbox import InboxTable
from bot.storage.keyring import open_vault
from bot.storage.keys import KeySource, Vault, new_key
from bot.storage.ledger import Audit, Counts
from bot.storage.left_requests import LeftRequests
from bot.storage.migrate import migrate
from bot.storage.outbox import OutboxTable
from bot.storage.requests import Requests
from bot.storage.staff import Staff
from bot.storage.tables import Tables

Transaction = AsyncConnection


class Store:
    """An open database; its parts take the transaction that they work in.

    >>> async with store.reading() as tx:
    ...     requests = await store.requests.listed(tx)
    """

    def __init__(self, database: Database, vault: Vault) -> None:
        tables = Tables(vault)
        self.database, self.vault, self.tables = database, vault, tables
        self.audit = Audit(tables)
        self.counts = Counts(tables)
        self.inbox = InboxTable(tables, vault)
        self.outbox = OutboxTable(tables)
        self.conversations = Conversations(tables)
        self.left = LeftRequests(tables, vault)
        self.requests = Requests(tables, self.audit)
        self.staff = Staff(tables)

    @classmethod
    async def open(cls, url: str, keys: KeySource) -> Self:
        """Open `sqlite:///var/x.db`, `sqlite://` (in memory) or `postgresql://…`, and migrate it under a lock.

        Raises:
            SettingsError: the URL, the folder or a key cannot be used.
            KeyMissingError: stored data was written with another key; names its id.
            DatabaseUnavailableError: the server does not answer for now.
        """
        database = Database(url)
        try:
            async with database.writing() as tx:
                await migrate(tx)
                vault = await open_vault(tx, keys)
        except BaseException as error:
            await database.close()
            if isinstance(error, DBAPIError) and is_away(error):
                raise DatabaseUnavailableError(f"the database does not answer: {error.orig}") from error
            raise
        return cls(database, vault)

    @classmethod
    async def in_memory(cls) -> Self:
        """A store that lives as long as it is open, under a key that nobody keeps."""
        return await cls.open("sqlite://", KeySource(new_key()))

    async def close(self) -> None:
        """Close every connection; what is committed stays."""
        await self.database.close()

    def claim(self, limit: int) -> AbstractAsyncContextManager[Claim]:
        """The heads of up to `limit` lines, with all that a turn needs, for the length of the block."""
        return claimed(self.database, self.inbox, self.conversations, self.left, limit)

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that only reads."""
        return self.database.reading()

    def writing(self, *, hasty: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that commits at the end of the block and rolls back on an error; `hasty`: see Database."""
        return self.database.writing(hasty=hasty)
