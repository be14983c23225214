"""A start while the database is away: the bot waits, /health is red, and the log says why."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.app import open_store
from bot.config import Settings
from bot.console.web import web_app
from bot.errors import DatabaseUnavailableError
from bot.serving import Serving
from bot.storage.store import Store

PAUSE = 1.0
log = logging.getLogger(__name__)


@asynccontextmanager
async def store_in_time(settings: Settings, listening: socket.socket) -> AsyncIterator[Store]:
    """The store as soon as its database answers; until then the socket serves a red /health."""
    waiting: asyncio.Task[None] | None = None
    try:
        while True:
            try:
                async with open_store(settings) as store:
                    await _stop(waiting)
                    waiting = None
                    yield store
                    return
            except DatabaseUnavailableError as error:
                log.warning("waiting for the database", extra={"error": type(error.__cause__ or error).__name__})
                waiting = waiting or asyncio.create_task(_serve_red(listening))
                await _pause(waiting)
    finally:
        await _stop(waiting)


async def _serve_red(listening: socket.socket) -> None:
    async def red(request: Request) -> JSONResponse:
        del request
        return JSONResponse({"ok": False, "troubles": ["the database does not answer"]}, 503)

    await Serving(web_app([], [Route("/health", red)]), listening.dup(), []).run()


async def _pause(waiting: asyncio.Task[None]) -> None:
    """A while, or until the waiting server was told to stop."""
    done, _ = await asyncio.wait([waiting], timeout=PAUSE)
    if done:
        waiting.result()
        raise KeyboardInterrupt


async def _stop(waiting: asyncio.Task[None] | None) -> None:
    if waiting is not None:
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
