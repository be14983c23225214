"""Opens a store as soon as its database is there."""

import asyncio
import logging

from bot.errors import DatabaseUnavailableError
from bot.storage.keys import KeySource
from bot.storage.store import Store

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
log = logging.getLogger(__name__)


async def open_when_there(url: str, keys: KeySource) -> Store:
    """`Store.open`, tried again for as long as the server does not answer; every other error is raised at once."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await Store.open(url, keys)
        except DatabaseUnavailableError as error:
            log.warning("waiting for the database", extra={"error": str(error), "seconds": pause})
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
