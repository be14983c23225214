"""Call requests as the front desk finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import CallRequest


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
    """The call requests of one store."""

    async def listed(self, tx: AsyncConnection, states: Sequence[State] = OPEN) -> list[KeptRequest]:
        """Every request in one of `states`, oldest first."""
        raise NotImplementedError

    async def get(self, tx: AsyncConnection, reference: str) -> KeptRequest | None:
        """One request by its reference (without the #), or None."""
        raise NotImplementedError

    async def claim(self, tx: AsyncConnection, reference: str, staff: str, now: datetime) -> bool:
        """Take a new request; False where somebody else was quicker or it is closed."""
        raise NotImplementedError

    async def release(self, tx: AsyncConnection, reference: str, staff: str, now: datetime) -> bool:
        """Give a claimed request back to the line; False where it is not claimed."""
        raise NotImplementedError

    async def close(self, tx: AsyncConnection, reference: str, state: State, staff: str, now: datetime, outcome: str = "") -> bool:
        """Close an open request as reached, unreachable or withdrawn; False where it is closed already."""
        raise NotImplementedError
