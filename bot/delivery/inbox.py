"""The front door: an update is committed here before its channel may acknowledge it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.bell import Bell
from bot.errors import ChannelUnavailableError
from bot.messages import Received
from bot.storage.database import is_away
from bot.storage.store import Store, Transaction

Clock = Callable[[], datetime]


@dataclass(slots=True)
class _Load:
    """Updates that are committed together, and why they were not."""

    updates: list[Received] = field(default_factory=list)
    error: Exception | None = None


class Inbox:
    """Keeps updates; `keep` is the `KeepReceived` that channels are handed. `bell` wakes the worker.

    Updates that arrive while a commit is under way share the next one: under load many webhook calls cost one commit.
    """

    def __init__(self, store: Store, clock: Clock, bell: Bell, limit: int = 50_000) -> None:
        self._store, self._clock, self._bell, self._limit = store, clock, bell, limit
        self._room = 0
        self._boarding = _Load()
        self._ferry = asyncio.Lock()

    async def keep(self, updates: Sequence[Received]) -> None:
        """Commit updates in their order, dropping repeats of (channel, id).

        Raises:
            ChannelUnavailableError: the database is away, or `limit` updates are waiting; nothing was kept.
        """
        load = self._boarding
        load.updates += updates
        async with self._ferry:
            if load is self._boarding:
                self._boarding = _Load()
                await self._carry(load)
        if load.error is not None:
            raise load.error

    async def _carry(self, load: _Load) -> None:
        """Commit a load; whoever shares it hears the same error, also when the one who commits is cancelled."""
        load.error = ChannelUnavailableError("keeping was interrupted")
        try:
            async with self._store.writing() as tx:
                await self._make_room(tx, len(load.updates))
                await self._store.inbox.keep(tx, load.updates, self._clock())
        except Exception as error:  # noqa: BLE001 - raised again by everyone who shares the load
            load.error = _unavailable(error) if is_away(error) else error
        else:
            load.error = None
            self._bell.ring()

    async def _make_room(self, tx: Transaction, wanted: int) -> None:
        """Count the line only when it may be full: `_room` errs on the safe side, since turns done are not added."""
        if self._room < wanted:
            self._room = self._limit - await self._store.inbox.waiting(tx)
        if self._room < wanted:
            raise ChannelUnavailableError(f"{self._limit} messages are waiting already")
        self._room -= wanted


def _unavailable(error: Exception) -> ChannelUnavailableError:
    return ChannelUnavailableError(f"the database does not answer: {type(error).__name__}")
