"""`clinic-bot keys new|rotate`: make a data key, or seal everything again under a new one."""

import asyncio
from argparse import Namespace

from bot.app import data_keys
from bot.config import Settings
from bot.storage.keys import new_key
from bot.storage.rotation import rotate


def run(settings: Settings, arguments: Namespace) -> int:
    """`new` prints a key; `rotate` re-encrypts under the newest key of the source."""
    if arguments.action == "new":
        print(new_key())
        return 0
    newest = asyncio.run(rotate(settings.database.url, data_keys(settings)))
    print(f"everything is sealed under key {newest} now")
    return 0
