"""Who may see the staff page: one-time sign-in tokens and sessions, both kept as hashes only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import Tables

INVITED = timedelta(minutes=15)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in member of staff; times are aware UTC."""

    staff: str
    created: datetime
    seen: datetime


class Staff:
    """Sign-in for the staff page of one store."""

    def __init__(self, tables: Tables) -> None:
        self._tokens, self._sessions = tables.sign_in_tokens, tables.staff_sessions

    async def invite(self, tx: AsyncConnection, staff: str, now: datetime) -> str:
        """A new one-time sign-in token (256 bits, URL-safe), good for a quarter of an hour."""
        token = secrets.token_urlsafe(32)
        await tx.execute(self._tokens.insert().values(hash=_hash(token), staff=staff, expires=now + INVITED))
        return token

    async def sign_in(self, tx: AsyncConnection, token: str, now: datetime) -> str | None:
        """Use a token up and return a new session token, or None for one that is unknown, used or too old."""
        used = delete(self._tokens).where(self._tokens.c.hash == _hash(token))
        row = (await tx.execute(used.returning(self._tokens.c.staff, self._tokens.c.expires))).first()
        if row is None or row.expires <= now:
            return None
        session = secrets.token_urlsafe(32)
        values = {"hash": _hash(session), "staff": row.staff, "created": now, "seen": now}
        await tx.execute(self._sessions.insert().values(values))
        return session

    async def session(self, tx: AsyncConnection, token: str, now: datetime, *, used: bool = True) -> Session | None:
        """The session of a token; None after 30 idle minutes, 12 hours, or signing out.

        `used` marks it as seen now: False for a page that refreshes itself, which must not keep a session alive.
        """
        sessions, key = self._sessions, _hash(token)
        row = (await tx.execute(select(sessions).where(sessions.c.hash == key))).first()
        if row is None or now - row.seen > IDLE or now - row.created > LONGEST:
            return None
        if used:
            await tx.execute(update(sessions).where(sessions.c.hash == key).values(seen=now))
        return Session(row.staff, row.created, now if used else row.seen)

    async def sign_out(self, tx: AsyncConnection, token: str) -> None:
        """End a session on the server's side."""
        await tx.execute(delete(self._sessions).where(self._sessions.c.hash == _hash(token)))

    async def sweep(self, tx: AsyncConnection, now: datetime) -> None:
        """Delete tokens and sessions that nobody can use any more."""
        await tx.execute(delete(self._tokens).where(self._tokens.c.expires <= now))
        await tx.execute(delete(self._sessions).where(self._sessions.c.seen < now - LONGEST))


def _hash(token: str) -> bytes:
    """The tokens are random, so that a plain hash is enough to make a stolen table worthless."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()
