"""Lets go of old data every hour."""

import asyncio
import logging

from bot.delivery.inbox import Clock
from bot.delivery.loop import where
from bot.storage.retention import Periods, sweep
from bot.storage.store import Store

HOUR = 3600.0
log = logging.getLogger(__name__)


class Sweeper:
    """Sweeps a store at the start and every hour; with replicas, several sweeps in an hour do no harm."""

    def __init__(self, store: Store, periods: Periods, clock: Clock) -> None:
        self._store, self._periods, self._clock = store, periods, clock

    async def run(self) -> None:
        """Sweep until cancelled; a sweep that fails is reported and tried again an hour later."""
        while True:
            await self.step()
            await asyncio.sleep(HOUR)

    async def step(self) -> None:
        """One sweep, at the clock's time."""
        try:
            swept = await sweep(self._store, self._periods, self._clock())
        except Exception as error:  # noqa: BLE001 - the bot goes on, operators read why old data is still there
            log.error("a sweep failed", extra={"error": where(error)})  # noqa: TRY400 - a traceback may quote
        else:
            log.info("swept", extra={"count": sum(swept.values())})
