"""The audit, which names references but no patient, and the counts of what happened how often."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import Tables
from bot.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Who (a member of staff, `patient` or `bot`) did what, when (aware UTC), to which reference."""

    at: datetime
    actor: str
    action: str
    reference: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """Something that is counted by day: day (ISO date, UTC), kind, name and detail."""

    day: str
    kind: str
    name: str
    detail: str = ""


class Audit:
    """The append-only audit of one store."""

    def __init__(self, tables: Tables) -> None:
        self._audit = tables.audit

    async def add(self, tx: AsyncConnection, line: AuditLine) -> None:
        """Append a line."""
        values = {name: getattr(line, name) for name in ("at", "actor", "action", "reference", "detail")}
        await tx.execute(self._audit.insert().values(values))

    async def lines(self, tx: AsyncConnection) -> list[AuditLine]:
        """All lines, oldest first."""
        rows = await tx.execute(select(self._audit).order_by(self._audit.c.seq))
        return [AuditLine(row.at, row.actor, row.action, row.reference, row.detail) for row in rows]

    async def sweep(self, tx: AsyncConnection, before: datetime) -> int:
        """Delete lines from before a time, which the table allows for those 30 days older than the newest."""
        return (await tx.execute(delete(self._audit).where(self._audit.c.at < before))).rowcount


class Counts:
    """How often something happened."""

    def __init__(self, tables: Tables) -> None:
        self._counts = tables.counts

    async def add(self, tx: AsyncConnection, counts: Counter[Count]) -> None:
        """Raise counts, in one order everywhere, so that two workers never wait for each other in a circle."""
        insert = insert_into(tx, self._counts)
        total = self._counts.c.n + insert.excluded.n
        upsert = insert.on_conflict_do_update(index_elements=["day", "kind", "name", "detail"], set_={"n": total})
        rows = [
            {"day": count.day, "kind": count.kind, "name": count.name, "detail": count.detail, "n": n}
            for count, n in sorted(counts.items())
        ]
        if rows:
            await tx.execute(upsert, rows)

    async def sweep(self, tx: AsyncConnection, before: datetime, kind: str = "") -> int:
        """Delete the counts of days before a time, of one kind or of all."""
        old = delete(self._counts).where(self._counts.c.day < before.date().isoformat())
        return (await tx.execute(old.where(self._counts.c.kind == kind) if kind else old)).rowcount

    async def all(self, tx: AsyncConnection) -> dict[Count, int]:
        """Every count."""
        rows = await tx.execute(select(self._counts))
        return {Count(row.day, row.kind, row.name, row.detail): row.n for row in rows}
