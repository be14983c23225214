"""How the flow is doing, in figures that name nobody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.storage.store import Store


@dataclass(frozen=True, slots=True)
class Health:
    """Times are aware UTC; None where nothing of the kind is there.

    `oldest_message` waits for its turn, `oldest_reply` is due and not on its way; `given_up` counts what was set aside
    lately, on the way in or out.
    """

    last_turn: datetime | None
    messages: int
    oldest_message: datetime | None
    replies: int
    oldest_reply: datetime | None
    given_up: int


async def health(store: Store, last_turn: datetime | None, now: datetime) -> Health:
    """Ask the database; raises what the database raises. `last_turn` is the worker's."""
    inbox, outbox = store.tables.inbox, store.tables.outbox
    new = select(func.count(), func.min(inbox.c.received)).where(inbox.c.state == "new")
    due = select(func.count(), func.min(outbox.c.not_before))
    due = due.where(outbox.c.state == "waiting", outbox.c.not_before <= now)
    async with store.reading() as tx:
        messages, oldest_message = (await tx.execute(new)).one()
        replies, oldest_reply = (await tx.execute(due)).one()
        given_up = [
            (await tx.execute(select(func.count()).select_from(table).where(table.c.state == "dead"))).scalar_one()
            for table in (inbox, outbox)
        ]
    return Health(last_turn, messages, oldest_message, replies, oldest_reply, sum(given_up))
