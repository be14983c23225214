"""Replies on their way to patients."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Reply
from bot.storage.chats import Chat
from bot.storage.envelopes import Envelope
from bot.storage.tables import Tables


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply that a sender has taken; `created` and `due` are aware UTC."""

    seq: int
    chat: Chat
    reply: Reply
    created: datetime
    due: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Letter:
    """Replies to one chat, in order. `cause` is the inbox row that they answer."""

    cause: int
    chat: Chat
    replies: tuple[Reply, ...]


class OutboxTable:
    """The outbox of one store. States: waiting, then gone, or dead where a channel refused."""

    def __init__(self, tables: Tables) -> None:
        self._outbox = tables.outbox

    async def post(self, tx: AsyncConnection, letters: Sequence[Letter], now: datetime) -> None:
        """Add replies to be carried from now on."""
        rows = [
            {
                "cause": letter.cause,
                "n": n,
                "channel": letter.chat.channel,
                "chat": letter.chat.key,
                "body": Envelope(letter.chat.address, reply),
                "created": now,
                "not_before": now,
                "state": "waiting",
                "tries": 0,
                "reason": "",
            }
            for letter in letters
            for n, reply in enumerate(letter.replies)
        ]
        if rows:
            await tx.execute(self._outbox.insert(), rows)

    async def take(
        self, tx: AsyncConnection, now: datetime, lease: timedelta, limit: int, channels: Collection[str]
    ) -> list[Outgoing]:
        """The first waiting reply of up to `limit` chats, where it is due: this sender's for a lease."""
        heads = (await tx.execute(self._due(now, channels).limit(limit))).all()
        taken = update(self._outbox).where(self._outbox.c.seq.in_([row.seq for row in heads]))
        if heads:
            await tx.execute(taken.values(not_before=now + lease))
        return [
            Outgoing(
                row.seq,
                Chat(row.chat, row.channel, row.body.address),
                row.body.reply,
                row.created,
                row.not_before,
                row.tries,
            )
            for row in heads
        ]

    async def carried(self, tx: AsyncConnection, seqs: Sequence[int]) -> None:
        """Delete what arrived."""
        if seqs:
            await tx.execute(delete(self._outbox).where(self._outbox.c.seq.in_(seqs)))

    async def postpone(self, tx: AsyncConnection, seq: int, until: datetime) -> None:
        """Carry a reply, and with it all that follows in its chat, not before `until`."""
        row = update(self._outbox).where(self._outbox.c.seq == seq)
        await tx.execute(row.values(not_before=until, tries=self._outbox.c.tries + 1))

    async def set_aside(self, tx: AsyncConnection, seq: int, reason: str) -> None:
        """Give a reply up; its words go at once, the reason stays until ids are swept."""
        row = update(self._outbox).where(self._outbox.c.seq == seq)
        await tx.execute(row.values(state="dead", reason=reason, body=None))

    async def drop(self, tx: AsyncConnection, chat: bytes) -> None:
        """Delete everything meant for a chat."""
        await tx.execute(delete(self._outbox).where(self._outbox.c.chat == chat))

    async def end_leases(self, tx: AsyncConnection, now: datetime, lease: timedelta) -> None:
        """Make due what a sender that is no more had taken: for the only sender, at its start."""
        held = update(self._outbox).where(self._outbox.c.not_before <= now + lease, self._outbox.c.not_before > now)
        await tx.execute(held.values(not_before=now))

    async def sweep(self, tx: AsyncConnection, created_before: datetime) -> int:
        """Delete replies from before a time, given up or for a channel that is not served any more."""
        return (await tx.execute(delete(self._outbox).where(self._outbox.c.created < created_before))).rowcount

    def _due(self, now: datetime, channels: Collection[str]) -> Select[tuple[object, ...]]:
        outbox, older = self._outbox, self._outbox.alias("older")
        first = select(func.min(older.c.seq)).where(older.c.chat == outbox.c.chat, older.c.state == "waiting")
        is_head = outbox.c.seq == first.correlate(outbox).scalar_subquery()
        due = select(outbox).where(outbox.c.state == "waiting", outbox.c.not_before <= now, is_head)
        ours = due.where(outbox.c.channel.in_(channels))
        return ours.order_by(outbox.c.seq).with_for_update(of=outbox, skip_locked=True)
