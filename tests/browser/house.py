"""The web pages on a real server, over the real store, inbox, worker and sender; only the engine is a script."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import uvicorn

from bot.channels.preview import Preview, preview_routes
from bot.console.routes import console_routes
from bot.console.web import web_app
from bot.conversation.state import CallRequest, Consent, Conversation, Window
from bot.conversation.turn import Turn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.messages import Carrier, Incoming, KeepReceived, Reply
from bot.storage.chats import Chat
from bot.storage.store import Store

CLINIC = "Hillside Infusion Clinic"
PHONE = "310-555-0100"
ZONE = ZoneInfo("America/Los_Angeles")


@dataclass
class Script:
    """An engine that answers known words with set replies, and notes what it heard."""

    replies: dict[str, tuple[Reply, ...]]
    heard: list[Incoming] = field(default_factory=list)

    def take_turn(
        self, incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object
    ) -> Turn:
        """Answer with the replies for the text, the button's data or the number (TakeTurn)."""
        del request
        self.heard.append(incoming)
        said = incoming.text or incoming.tap or (incoming.contact.phone if incoming.contact else "")
        return Turn(self.replies.get(said, (Reply(f"You said: {said}"),)), conversation)


@dataclass
class House:
    """A house with its doors open; `url` is where its pages are."""

    store: Store
    script: Script
    keep: KeepReceived
    carriers: dict[str, Carrier]
    port: int = 0
    closing: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def url(self) -> str:
        """The address of the patient chat."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Serve as a freshly started process would: the mailboxes of the one before are gone."""
        preview = Preview(CLINIC, PHONE, self.keep)
        self.carriers["preview"] = preview.carrier
        await self.closing.enter_async_context(self._serving(preview))

    async def close(self) -> None:
        """Stop serving; what came in goes on being answered."""
        await self.closing.aclose()

    async def sign_in_link(self, staff: str = "Ana") -> str:
        """A one-time link to the staff page."""
        async with self.store.writing() as tx:
            return f"{self.url}/staff/sign-in?token={await self.store.staff.invite(tx, staff, now())}"

    async def patient_asks(self, name: str, reference: str) -> None:
        """A patient leaves a call request."""
        consent = Consent("1", now(), "en")
        request = CallRequest(reference, name, "+13105550123", Window(asap=True), False, False, "en", consent)
        async with self.store.writing() as tx:
            await self.store.left.add(tx, Chat(reference.encode(), "preview", reference), request, now())

    @contextlib.asynccontextmanager
    async def _serving(self, preview: Preview) -> AsyncIterator[None]:
        """The socket listens before the block begins, so that nobody has to wait for it."""
        app = web_app([*preview_routes(preview), *console_routes(self.store, CLINIC, ZONE, now)])
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=3))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        yield
        preview.close()
        server.should_exit = True
        await running


def now() -> datetime:
    """The real clock, aware UTC."""
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def open_house(script: Script) -> AsyncIterator[House]:
    """A house on a free port of this machine, until the block ends."""
    store, bell, outgoing = await Store.in_memory(), Bell(), Bell()
    carriers: dict[str, Carrier] = {}
    translators = {"preview": Preview.translate}
    worker = Worker(store, script.take_turn, translators, now, lambda _: Reply("Sorry."), bell=bell, outgoing=outgoing)
    sender = Sender(store, carriers, now, outgoing)
    loops = [asyncio.create_task(worker.run()), asyncio.create_task(sender.run())]
    house = House(store, script, Inbox(store, now, bell).keep, carriers)
    await house.open()
    try:
        yield house
    finally:
        await house.close()
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await store.close()
