"""The staff pages over a real store in memory: a clock that is data, patients who left requests, browsers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from bot.console.routes import console_routes
from bot.console.web import web_app
from bot.conversation.state import CallRequest, Consent, Window
from bot.messages import Language
from bot.storage.chats import Chat
from bot.storage.store import Store

MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
URL = "http://127.0.0.1:8080"


@dataclass
class FrontDesk:
    """A running staff page; `at` is what its clock says, aware UTC."""

    store: Store
    secure: bool = False
    at: datetime = MONDAY
    browsers: list[httpx.AsyncClient] = field(default_factory=list)

    def waits(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)

    def browser(self) -> httpx.AsyncClient:
        """A browser that says, as browsers do, that it asks from our own pages."""
        routes = console_routes(
            self.store, "Hillside", ZoneInfo("America/Los_Angeles"), lambda: self.at, secure=self.secure
        )
        accept = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(web_app(routes)), base_url=URL, headers=accept, follow_redirects=True
        )
        self.browsers.append(client)
        return client

    async def invite(self, staff: str = "Ana") -> str:
        """A one-time sign-in token."""
        async with self.store.writing() as tx:
            return await self.store.staff.invite(tx, staff, self.at)

    async def signed_in(self, staff: str = "Ana") -> httpx.AsyncClient:
        """A browser that has used a sign-in link."""
        browser = self.browser()
        answer = await browser.post("/staff/sign-in", data={"token": await self.invite(staff)})
        assert answer.status_code == 200, answer.text
        return browser

    async def patient_asks(  # noqa: PLR0913 - a request has that many parts
        self,
        name: str,
        reference: str,
        *,
        phone: str = "+13105550123",
        window: Window = Window(asap=True),  # noqa: B008 - frozen
        discreet: bool = False,
        language: Language = "en",
        topic: str = "",
    ) -> None:
        """A patient leaves a call request now."""
        consent = Consent("1", self.at, language)
        request = CallRequest(
            reference, name, phone, window, not discreet, not discreet, language, consent, topic=topic
        )
        async with self.store.writing() as tx:
            await self.store.left.add(tx, self.chat(reference), request, self.at)

    def chat(self, reference: str) -> Chat:
        """The chat of whoever left that request."""
        return Chat(f"key of {reference}".encode(), "telegram", reference)


@asynccontextmanager
async def open_front_desk(*, secure: bool = False) -> AsyncIterator[FrontDesk]:
    """A front desk over an empty store."""
    desk = FrontDesk(await Store.in_memory(), secure)
    yield desk
    for browser in desk.browsers:
        await browser.aclose()
    await desk.store.close()
