"""The process that drills kill: the real channel, flow and storage around the drill's small engine.

Run as `python -m drills.bot DATABASE_URL API_URL [PORT]`: with a port it takes updates by webhook there, else it polls.
It prints `ready` when it serves.
"""

import asyncio
import logging
import sys
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.texts import TelegramTexts
from bot.channels.telegram.translate import translate
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.messages import LANGUAGES, Carrier
from bot.storage.keys import KeySource
from bot.storage.lock import only_copy
from bot.storage.waiting import open_when_there
from drills.engine import apologise, take_turn

TOKEN, SECRET = "1:FAKE", "drill"
KEY = "drilldrilldrilldrilldrilldrilldrilldrilldri="
NOTHING = dict.fromkeys(LANGUAGES, "")
TEXTS = TelegramTexts(dict.fromkeys(LANGUAGES, ()), NOTHING, NOTHING, NOTHING)


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


async def main(url: str, api: str, port: int | None) -> None:
    """Serve until killed."""
    async with AsyncExitStack() as stack:
        store = await open_when_there(url, KeySource(KEY))
        if port is None:
            await stack.enter_async_context(only_copy(store.database, "poll"))
        incoming, outgoing = Bell(), Bell()
        inbox = Inbox(store, utc_now, incoming)
        carriers: dict[str, Carrier] = {}
        channel = await stack.enter_async_context(TelegramChannel(TOKEN, api, TEXTS, inbox.keep))
        carriers["telegram"] = channel.carrier
        worker = Worker(store, take_turn, {"telegram": translate}, utc_now, apologise, bell=incoming, outgoing=outgoing)
        sender = Sender(store, carriers, utc_now, outgoing, alone=port is None)
        print("ready", flush=True)
        receiving = channel.run() if port is None else _serve(channel, port)
        await asyncio.gather(worker.run(), sender.run(), receiving)


def _serve(channel: TelegramChannel, port: int) -> Coroutine[Any, Any, None]:
    app = Starlette(routes=[channel.webhook_route(SECRET)])
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off")
    return uvicorn.Server(config).serve()


if __name__ == "__main__":
    logging.basicConfig(level=logging.CRITICAL)
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None))
