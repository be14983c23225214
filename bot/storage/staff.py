"""Who may see the staff page: one-time sign-in tokens and sessions, both kept as hashes only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in member of staff; times are aware UTC."""

    staff: str
    created: datetime
    seen: datetime


class Staff:
    """Sign-in for the staff page of one store."""

    async def invite(self, tx: AsyncConnection, staff: str, now: datetime) -> str:
        """A new one-time sign-in token (256 bits, URL-safe), good for a quarter of an hour."""
        raise NotImplementedError

    async def sign_in(self, tx: AsyncConnection, token: str, now: datetime) -> str | None:
        """Use a token up and return a new session token, or None for one that is unknown, used or too old."""
        raise NotImplementedError

    async def session(self, tx: AsyncConnection, token: str, now: datetime) -> Session | None:
        """The session of a token, marked as seen now; None after 30 idle minutes, 12 hours, or signing out."""
        raise NotImplementedError

    async def sign_out(self, tx: AsyncConnection, token: str) -> None:
        """End a session on the server's side."""
