"""The web pages on a real server, over the real store, inbox, worker and sender; only the engine is a script."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import uvicorn
from starlette.types import ASGIApp

from bot.channels.preview.channel import Preview
from bot.channels.preview.routes import preview_routes
from bot.console.routes import console_routes
from bot.console.web import web_app
from bot.conversation.turn import TakeTurn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.messages import Reply
from bot.storage.store import Store

CLINIC = "Hillside Infusion Clinic"
PHONE = "310-555-0100"
ZONE = ZoneInfo("America/Los_Angeles")


@dataclass
class House:
    """A running house; `url` is where its pages are."""

    url: str
    store: Store
    preview: Preview

    async def sign_in_link(self, staff: str = "Ana") -> str:
        """A one-time link to the staff page."""
        async with self.store.writing() as tx:
            return f"{self.url}/staff/sign-in?token={await self.store.staff.invite(tx, staff, now())}"


def now() -> datetime:
    """The real clock, aware UTC."""
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def open_house(take_turn: TakeTurn) -> AsyncIterator[House]:
    """Serve on a free port of this machine until the block ends."""
    store, bell, outgoing = await Store.in_memory(), Bell(), Bell()
    preview = Preview(CLINIC, PHONE, Inbox(store, now, bell).keep)
    translators = {"preview": preview.translate}
    worker = Worker(store, take_turn, translators, now, lambda _: Reply("Sorry."), bell=bell, outgoing=outgoing)
    sender = Sender(store, {"preview": preview.carrier}, now, outgoing)
    app = web_app([*preview_routes(preview), *console_routes(store, CLINIC, ZONE, now)])
    loops = [asyncio.create_task(worker.run()), asyncio.create_task(sender.run())]
    async with serving(app) as url:
        yield House(url, store, preview)
        preview.close()
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    await store.close()


@contextlib.asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve an application; the socket listens before the block begins, so that nobody has to wait for it."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=3))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await running
