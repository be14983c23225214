"""Who is at the staff page: sign-in by a one-time link, and the session cookie that follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.storage.requests import KeptRequest
from bot.storage.staff import Session
from bot.storage.store import Store

COOKIE = "clinic_staff"


@dataclass(frozen=True, slots=True)
class Desk:
    """The front desk of one clinic: what its pages need of the store. Times shown are in `zone`."""

    store: Store
    clinic: str
    zone: ZoneInfo
    clock: Callable[[], datetime]
    secure: bool

    @property
    def cookie(self) -> str:
        """The cookie's name: `__Host-` ties it to https and this one host."""
        return f"__Host-{COOKIE}" if self.secure else COOKIE

    async def session(self, request: Request, *, used: bool = True) -> Session | None:
        """Who asks, or None for nobody; `used` False for a page that refreshes itself."""
        async with self.store.writing() if used else self.store.reading() as tx:
            return await self.store.staff.session(tx, self._token(request), self.clock(), used=used)

    async def sign_in(self, invitation: str, response: Response) -> bool:
        """Use an invitation up; the response carries the new session's cookie where it was good."""
        async with self.store.writing() as tx:
            token = await self.store.staff.sign_in(tx, invitation, self.clock())
        if token is not None:
            response.set_cookie(self.cookie, token, secure=self.secure, httponly=True, samesite="strict")
        return token is not None

    async def sign_out(self, request: Request, response: Response) -> None:
        """End the session on both sides."""
        async with self.store.writing() as tx:
            await self.store.staff.sign_out(tx, self._token(request))
        response.delete_cookie(self.cookie, secure=self.secure, httponly=True, samesite="strict")
        response.headers["clear-site-data"] = '"cache"'  # not "cookies": the preview's chat on this host goes on

    async def waiting(self) -> list[KeptRequest]:
        """The open call requests."""
        async with self.store.reading() as tx:
            return await self.store.requests.listed(tx)

    def _token(self, request: Request) -> str:
        return request.cookies.get(self.cookie, "")
