"""Lets go of what has been kept long enough; the time of the sweep is data."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.storage.ledger import AuditLine
from bot.storage.store import Store, Transaction


class Periods(Protocol):
    """How long things are kept, in days (hours for the inbox's ids); config.Retention has this shape."""

    @property
    def closed_requests_days(self) -> int: ...  # noqa: D102
    @property
    def flag_open_requests_days(self) -> int: ...  # noqa: D102
    @property
    def conversations_days(self) -> int: ...  # noqa: D102
    @property
    def gaps_days(self) -> int: ...  # noqa: D102
    @property
    def inbox_ids_hours(self) -> int: ...  # noqa: D102
    @property
    def audit_days(self) -> int: ...  # noqa: D102


async def sweep(store: Store, periods: Periods, now: datetime) -> dict[str, int]:
    """Delete what is too old, leave one audit line about it, and scrub the files; returns how many of each.

    `open too long` are not deleted: somebody still waits for a call. They are named in the audit line.
    """
    async with store.writing() as tx:
        swept = await _sweep(tx, store, periods, now)
        forgotten = await store.left.open_since(tx, now - timedelta(days=periods.flag_open_requests_days))
        detail = ", ".join(f"{name}: {count}" for name, count in swept.items())
        flagged = f"; open too long: {' '.join(forgotten)}" if forgotten else ""
        await store.audit.add(tx, AuditLine(now, "bot", "swept", detail=detail + flagged))
        swept["audit"] = await store.audit.sweep(tx, now - timedelta(days=periods.audit_days))
    await store.database.scrub()
    return swept | {"open too long": len(forgotten)}


async def _sweep(tx: Transaction, store: Store, periods: Periods, now: datetime) -> dict[str, int]:
    ids = now - timedelta(hours=periods.inbox_ids_hours)
    await store.staff.sweep(tx, now)
    return {
        "requests": await store.left.sweep(tx, now - timedelta(days=periods.closed_requests_days)),
        "conversations": await store.conversations.sweep(tx, now - timedelta(days=periods.conversations_days)),
        "inbox": await store.inbox.sweep(tx, ids),
        "outbox": await store.outbox.sweep(tx, ids),
        "gaps": await store.counts.sweep(tx, now - timedelta(days=periods.gaps_days), "unanswered"),
        "counts": await store.counts.sweep(tx, now - timedelta(days=periods.audit_days)),
    }
