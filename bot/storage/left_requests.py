"""Call requests from the patient's side: left, changed, taken back, forgotten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import CallRequest
from bot.storage.chats import Chat
from bot.storage.keys import Vault
from bot.storage.requests import OPEN, State
from bot.storage.tables import Tables


@dataclass(frozen=True, slots=True)
class Left:
    """The requests of one chat: the open one, if any, and the closed ones, oldest first."""

    open: CallRequest | None = None
    closed: tuple[CallRequest, ...] = ()


class LeftRequests:
    """What patients left, found by their chat."""

    def __init__(self, tables: Tables, vault: Vault) -> None:
        self._requests, self._vault = tables.call_requests, vault

    async def of(self, tx: AsyncConnection, chats: Sequence[bytes]) -> dict[bytes, Left]:
        """What those chats have left, as far as it is kept."""
        rows, left = self._requests, defaultdict[bytes, Left](Left)
        query = select(rows.c.chat, rows.c.state, rows.c.body).where(rows.c.chat.in_(chats)).order_by(rows.c.seq)
        for row in await tx.execute(query):
            before = left[row.chat]
            if row.state in OPEN:
                left[row.chat] = replace(before, open=row.body)
            else:
                left[row.chat] = replace(before, closed=(*before.closed, row.body))
        return left

    async def taken(self, tx: AsyncConnection, reference: str) -> bool:
        """Whether a kept request has this reference already."""
        query = select(self._requests.c.seq).where(self._requests.c.reference == reference)
        return (await tx.execute(query)).first() is not None

    async def add(self, tx: AsyncConnection, chat: Chat, request: CallRequest, now: datetime) -> None:
        """Keep a new request; raises IntegrityError where the chat has an open one or the reference is taken."""
        await tx.execute(
            self._requests.insert().values(
                reference=request.reference,
                channel=chat.channel,
                chat=chat.key,
                phone=self._blind_phone(request),
                address=chat.address,
                body=request,
                state=State.NEW,
                outcome="",
                claimed_by="",
                phone_only=False,
                created=now,
                changed=now,
            )
        )

    async def change(self, tx: AsyncConnection, chat: Chat, request: CallRequest, now: datetime) -> None:
        """Keep the request's new content; one that staff closed in the same moment is opened again."""
        rows = self._requests
        reopened = case((rows.c.state.in_(OPEN), rows.c.state), else_=State.NEW)
        change = update(rows).where(rows.c.chat == chat.key, rows.c.reference == request.reference)
        changed = await tx.execute(
            change.values(
                body=request, phone=self._blind_phone(request), state=reopened, changed=now, closed=None, outcome=""
            )
        )
        if changed.rowcount != 1:
            await self.add(tx, chat, request, now)

    async def withdraw(self, tx: AsyncConnection, chat: bytes, reference: str, now: datetime) -> bool:
        """Close an open request of this chat as withdrawn; False where there is none."""
        rows = self._requests
        change = update(rows).where(rows.c.chat == chat, rows.c.reference == reference, rows.c.state.in_(OPEN))
        return (await tx.execute(change.values(state=State.WITHDRAWN, changed=now, closed=now))).rowcount == 1

    async def set_reachable(self, tx: AsyncConnection, chat: bytes, *, reachable: bool) -> None:
        """Say for each request of a chat whether its patient can still be written to."""
        change = update(self._requests).where(self._requests.c.chat == chat)
        await tx.execute(change.values(phone_only=not reachable))

    async def sweep(self, tx: AsyncConnection, closed_before: datetime) -> int:
        """Delete requests that were closed before a time; returns how many."""
        gone = delete(self._requests).where(self._requests.c.closed < closed_before)
        return (await tx.execute(gone)).rowcount

    async def open_since(self, tx: AsyncConnection, before: datetime) -> list[str]:
        """References of open requests that were left before a time."""
        rows = self._requests
        query = select(rows.c.reference).where(rows.c.state.in_(OPEN), rows.c.created < before)
        return list((await tx.execute(query.order_by(rows.c.seq))).scalars())

    async def erase(self, tx: AsyncConnection, chat: bytes) -> list[str]:
        """Delete every request of a chat; returns their references."""
        gone = delete(self._requests).where(self._requests.c.chat == chat).returning(self._requests.c.reference)
        return sorted((await tx.execute(gone)).scalars())

    def _blind_phone(self, request: CallRequest) -> bytes:
        return self._vault.blind("phone", request.phone)
