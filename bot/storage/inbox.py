"""Kept updates and each chat's line of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Received
from bot.storage.envelopes import Update
from bot.storage.keys import Vault
from bot.storage.tables import Tables
from bot.storage.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest update of a chat that waits; `kept` is when it came (aware UTC), `chat` the chat's blind name."""

    seq: int
    chat: bytes
    received: Received
    kept: datetime
    tries: int


class InboxTable:
    """The inbox of one store. States: new, then done or dead (set aside): nothing but the key left."""

    def __init__(self, tables: Tables, vault: Vault) -> None:
        self._inbox, self._vault = tables.inbox, vault

    async def keep(self, tx: AsyncConnection, updates: Sequence[Received], now: datetime) -> None:
        """Add updates in their order; one whose (channel, id) is known is dropped."""
        rows = [
            {
                "channel": update.channel,
                "id": update.id,
                "chat": self._vault.chat(update.channel, update.chat),
                "body": Update(update.chat, update.body),
                "received": now,
                "state": "new",
                "tries": 0,
            }
            for update in updates
        ]
        await insert_new(tx, self._inbox, rows)

    async def waiting(self, tx: AsyncConnection) -> int:
        """How many updates wait for their turn."""
        query = select(func.count()).select_from(self._inbox).where(self._inbox.c.state == "new")
        return (await tx.execute(query)).scalar_one()

    async def heads(self, tx: AsyncConnection, limit: int) -> list[Head]:
        """The heads of up to `limit` lines, oldest first. On PostgreSQL each is locked, and those locked are passed."""
        rows = await tx.execute(self._heads().limit(limit))
        return [
            Head(
                row.seq,
                row.chat,
                Received(row.channel, row.id, row.body.address, row.body.body),
                row.received,
                row.tries,
            )
            for row in rows
        ]

    async def finish(self, tx: AsyncConnection, seqs: Sequence[int], now: datetime) -> set[int]:
        """Mark updates done and empty them; those that were still new are returned, the others are someone else's."""
        change = (
            update(self._inbox)
            .where(self._inbox.c.seq.in_(seqs), self._inbox.c.state == "new")
            .values(state="done", done=now, chat=None, body=None)
            .returning(self._inbox.c.seq)
        )
        return set((await tx.execute(change)).scalars())

    async def failed(self, tx: AsyncConnection, seq: int) -> int:
        """Count a failed try; returns how many there have been."""
        change = (
            update(self._inbox)
            .where(self._inbox.c.seq == seq)
            .values(tries=self._inbox.c.tries + 1)
            .returning(self._inbox.c.tries)
        )
        return int((await tx.execute(change)).scalar_one())

    async def set_aside(self, tx: AsyncConnection, seq: int, now: datetime) -> bool:
        """Take an update out of its line for good, and empty it: what nobody could answer is nobody's to read."""
        change = update(self._inbox).where(self._inbox.c.seq == seq, self._inbox.c.state == "new")
        return (await tx.execute(change.values(state="dead", done=now, chat=None, body=None))).rowcount == 1

    async def sweep(self, tx: AsyncConnection, done_before: datetime) -> int:
        """Delete rows that were done or set aside before a time: no channel repeats them any more."""
        return (await tx.execute(delete(self._inbox).where(self._inbox.c.done < done_before))).rowcount

    def _heads(self) -> Select[tuple[object, ...]]:
        inbox, older = self._inbox, self._inbox.alias("older")
        first = select(func.min(older.c.seq)).where(older.c.chat == inbox.c.chat, older.c.state == "new")
        is_head = inbox.c.seq == first.correlate(inbox).scalar_subquery()
        heads = select(inbox).where(inbox.c.state == "new", is_head).order_by(inbox.c.seq)
        return heads.with_for_update(of=inbox, skip_locked=True)
