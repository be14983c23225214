"""The front door: an update is committed here before its channel may acknowledge it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.delivery.bell import Bell
from bot.errors import ChannelUnavailableError
from bot.messages import Received
from bot.storage.database import is_away
from bot.storage.store import Store, Transaction

Clock = Callable[[], datetime]


class Inbox:
    """Keeps updates; `keep` is the `KeepReceived` that channels are handed. `bell` wakes the worker."""

    def __init__(self, store: Store, clock: Clock, bell: Bell, limit: int = 50_000) -> None:
        self._store, self._clock, self._bell, self._limit = store, clock, bell, limit
        self._room = 0

    async def keep(self, updates: Sequence[Received]) -> None:
        """Commit updates in their order, dropping repeats of (channel, id).

        Raises:
            ChannelUnavailableError: the database is away, or `limit` updates are waiting; nothing was kept.
        """
        try:
            async with self._store.writing() as tx:
                await self._make_room(tx, len(updates))
                await self._store.inbox.keep(tx, updates, self._clock())
        except Exception as error:
            if not is_away(error):
                raise
            raise ChannelUnavailableError(f"the database does not answer: {type(error).__name__}") from error
        self._bell.ring()

    async def _make_room(self, tx: Transaction, wanted: int) -> None:
        """Count the line only when it may be full: `_room` errs on the safe side, since turns done are not added."""
        if self._room < wanted:
            self._room = self._limit - await self._store.inbox.waiting(tx)
        if self._room < wanted:
            raise ChannelUnavailableError(f"{self._limit} messages are waiting already")
        self._room -= wanted
