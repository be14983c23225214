"""Carries replies, in order within each chat."""

from collections.abc import Mapping

from bot.delivery.bell import Bell
from bot.delivery.inbox import Clock
from bot.messages import Carrier
from bot.storage.store import Store


class Sender:
    """Drains the outbox through one carrier a channel. `alone`: no other process sends from this database."""

    def __init__(
        self, store: Store, carriers: Mapping[str, Carrier], clock: Clock, bell: Bell, *, alone: bool = True
    ) -> None: ...

    async def run(self) -> None:
        """Carry until cancelled; a database that is away is waited for."""

    async def drain(self) -> None:
        """Carry until nothing more is due now: for terminal chat and tests."""
