"""The front door: an update is committed here before its channel may acknowledge it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.delivery.bell import Bell
from bot.messages import Received
from bot.storage.store import Store

Clock = Callable[[], datetime]


class Inbox:
    """Keeps updates; `keep` is the `KeepReceived` that channels are handed. `bell` wakes the worker."""

    def __init__(self, store: Store, clock: Clock, bell: Bell, limit: int = 50_000) -> None: ...

    async def keep(self, updates: Sequence[Received]) -> None:
        """Commit updates in their order, dropping repeats of (channel, id).

        Raises:
            ChannelUnavailableError: the database is away, or `limit` updates are waiting; nothing was kept.
        """
