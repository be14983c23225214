"""`clinic-bot keys new|rotate`: make a data key, or seal everything again under a new one."""

import asyncio
from argparse import Namespace

from bot.app import open_store
from bot.config import Settings
from bot.storage.keys import new_key


def run(settings: Settings, arguments: Namespace) -> int:
    """`new` prints a key; `rotate` re-encrypts under the newest key of the source."""
    if arguments.action == "new":
        print(new_key())
        return 0
    return asyncio.run(_rotate(settings))


async def _rotate(settings: Settings) -> int:
    async with open_store(settings) as store:
        del store
    return 0
