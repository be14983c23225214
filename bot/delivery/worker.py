"""Takes each chat's line from its head: one turn, one transaction."""

from collections.abc import Callable, Mapping

from bot.conversation.turn import TakeTurn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Clock
from bot.messages import Language, Reply, Translate
from bot.storage.store import Store


class Worker:
    """Claims heads, takes turns and commits all that follows from them.

    `apologise` is what a patient reads whose message failed three times (None: language not known); `bell` wakes this
    worker, `outgoing` the sender.
    """

    def __init__(
        self,
        store: Store,
        take_turn: TakeTurn,
        translators: Mapping[str, Translate],
        clock: Clock,
        apologise: Callable[[Language | None], Reply],
        bell: Bell,
        outgoing: Bell,
    ) -> None: ...

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""

    async def drain(self) -> None:
        """Work until no chat has anything waiting: for terminal chat, the preview and tests."""
