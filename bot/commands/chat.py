"""`clinic-bot chat`: the patient's chat in a terminal, through the same delivery as every channel; pipes work."""

import asyncio
import itertools
import json
import sys
from argparse import Namespace

from bot.app import Delivery
from bot.building import build_engine, load_knowledge
from bot.channels.terminal import NAME, parse, translate
from bot.commands.show import show_replies
from bot.config import Settings
from bot.messages import Button, Outcome, Received, Reply, Sent
from bot.storage.store import Store

CHAT = "you"


def run(settings: Settings, arguments: Namespace) -> int:
    """Talk until end of file, or /quit."""
    del arguments
    return asyncio.run(_talk(settings))


async def _talk(settings: Settings) -> int:
    engine = build_engine(settings, load_knowledge(settings))
    shown: list[Reply] = []

    async def carry(chat: str, reply: Reply) -> Outcome:
        del chat
        shown.append(reply)
        return Sent()

    store = await Store.in_memory()
    delivery = Delivery.of(settings, store, engine, {NAME: carry}, {NAME: translate})
    try:
        return await _loop(delivery, shown)
    finally:
        await store.close()


async def _loop(delivery: Delivery, shown: list[Reply]) -> int:
    print("Type as a patient would; a number taps a button; /quit or Ctrl-D ends. Nothing is kept.")
    buttons: list[Button] = []
    line = "/start"
    for number in itertools.count():
        tap, text = parse(line, buttons)
        body = json.dumps({"text": text, "tap": tap}).encode()
        await delivery.inbox.keep([Received(NAME, str(number), CHAT, body)])
        await delivery.settle()
        buttons = show_replies(shown) or buttons
        shown.clear()
        line = await asyncio.to_thread(_read_line)
        if line.strip() in {"/quit", "/exit"} or not line:
            break
    return 0


def _read_line() -> str:
    if sys.stdin.isatty():
        print("\n> ", end="", flush=True)
    return sys.stdin.readline()
