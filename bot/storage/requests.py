"""Call requests as the front desk finds them and marks them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import CallRequest
from bot.storage.ledger import Audit, AuditLine
from bot.storage.tables import Tables


class State(StrEnum):
    """Where a call request stands: open while new or claimed, closed otherwise."""

    NEW = "new"
    CLAIMED = "claimed"
    REACHED = "reached"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"


OPEN = (State.NEW, State.CLAIMED)
CLOSED = (State.REACHED, State.UNREACHABLE, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """A call request and its fate; times are aware UTC. `phone_only`: the patient cannot be written to any more.

    `same_phone` holds the references of other open requests with the same number.
    """

    request: CallRequest
    channel: str
    state: State
    created: datetime
    changed: datetime
    closed: datetime | None = None
    claimed_by: str = ""
    outcome: str = ""
    phone_only: bool = False
    same_phone: tuple[str, ...] = ()


class Requests:
    """The call requests of one store, from the front desk's side; every mark leaves an audit line."""

    def __init__(self, tables: Tables, audit: Audit) -> None:
        self._requests, self._audit = tables.call_requests, audit

    async def listed(self, tx: AsyncConnection, states: Sequence[State] = OPEN) -> list[KeptRequest]:
        """Every request in one of `states`, oldest first."""
        return await self._kept(tx, select(self._requests).where(self._requests.c.state.in_(states)))

    async def get(self, tx: AsyncConnection, reference: str) -> KeptRequest | None:
        """One request by its reference, or None."""
        found = await self._kept(tx, select(self._requests).where(self._requests.c.reference == reference))
        return found[0] if found else None

    async def claim(self, tx: AsyncConnection, reference: str, staff: str, now: datetime) -> bool:
        """Take a new request; False where somebody else was quicker or it is closed."""
        line = AuditLine(now, staff, "claimed", reference)
        return await self._mark(tx, line, (State.NEW,), state=State.CLAIMED, claimed_by=staff)

    async def release(self, tx: AsyncConnection, reference: str, staff: str, now: datetime) -> bool:
        """Give a claimed request back to the line; False where it is not claimed."""
        line = AuditLine(now, staff, "released", reference)
        return await self._mark(tx, line, (State.CLAIMED,), state=State.NEW, claimed_by="")

    async def close(  # noqa: PLR0913 - who, what, when and how it ended belong together
        self, tx: AsyncConnection, reference: str, state: State, staff: str, now: datetime, *, outcome: str = ""
    ) -> bool:
        """Close an open request as reached, unreachable or withdrawn; False where it is closed already."""
        if state not in CLOSED:
            raise ValueError(f"{state} does not close a request")
        line = AuditLine(now, staff, state, reference, outcome)
        return await self._mark(tx, line, OPEN, state=state, closed=now, outcome=outcome)

    async def _mark(self, tx: AsyncConnection, line: AuditLine, states: Sequence[State], **values: Any) -> bool:  # noqa: ANN401
        """One conditional UPDATE, so that of two people who press at once exactly one wins."""
        rows = self._requests
        change = update(rows).where(rows.c.reference == line.reference, rows.c.state.in_(states))
        if (await tx.execute(change.values(changed=line.at, **values))).rowcount != 1:
            return False
        await self._audit.add(tx, line)
        return True

    async def _kept(self, tx: AsyncConnection, query: "Select[Any]") -> list[KeptRequest]:
        rows = (await tx.execute(query.order_by(self._requests.c.seq))).all()
        twins = await self._twins(tx, [row.phone for row in rows])
        return [
            KeptRequest(
                request=row.body,
                channel=row.channel,
                state=State(row.state),
                created=row.created,
                changed=row.changed,
                closed=row.closed,
                claimed_by=row.claimed_by,
                outcome=row.outcome,
                phone_only=row.phone_only,
                same_phone=tuple(twin for twin in twins.get(row.phone, ()) if twin != row.reference),
            )
            for row in rows
        ]

    async def _twins(self, tx: AsyncConnection, phones: Sequence[bytes]) -> dict[bytes, list[str]]:
        rows = self._requests
        query = select(rows.c.phone, rows.c.reference).where(rows.c.phone.in_(phones), rows.c.state.in_(OPEN))
        twins: dict[bytes, list[str]] = {}
        for row in await tx.execute(query.order_by(rows.c.seq)):
            twins.setdefault(row.phone, []).append(row.reference)
        return twins
