"""Takes each chat's line from its head: one turn, one transaction."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.conversation.turn import TakeTurn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Clock
from bot.delivery.loop import keep_going, where
from bot.delivery.record import has_erasure, record
from bot.delivery.think import Failed, Taken, Thinker
from bot.messages import Language, Reply, Translate
from bot.storage.claims import Line
from bot.storage.database import is_away
from bot.storage.outbox import Letter
from bot.storage.store import Store

TRIES = 3
MOST = 64
BUDGET = 0.1
LINGER = 0.02
log = logging.getLogger(__name__)


class Worker:
    """Claims heads, takes turns and commits all that follows from them.

    `apologise` is what a patient reads whose message failed three times (None: language not known); `bell` wakes this
    worker, `outgoing` the sender. `last_turn` is when a turn was last committed, aware UTC.
    """

    def __init__(  # noqa: PLR0913 - the parts that the composition root chooses
        self,
        store: Store,
        take_turn: TakeTurn,
        translators: Mapping[str, Translate],
        clock: Clock,
        apologise: Callable[[Language | None], Reply],
        *,
        bell: Bell,
        outgoing: Bell,
    ) -> None:
        self._store, self._clock, self._apologise = store, clock, apologise
        self._thinker = Thinker(take_turn, translators)
        self._bell, self._outgoing = bell, outgoing
        self._limit = MOST
        self.last_turn: datetime | None = None

    async def run(self) -> None:
        """Work until cancelled; a database that is away is waited for."""
        await keep_going(self.step, self._bell, log, LINGER)

    async def drain(self) -> None:
        """Work until no chat has anything waiting: for terminal chat, the preview and tests."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """Take the next turns; False when nothing waits.

        A batch that cannot be kept is taken apart: one line at a time, then twice as many after each success, until
        the line that is to blame stands alone.
        """
        lines: Sequence[Line] = ()
        try:
            async with self._store.claim(self._limit) as claim:
                lines = claim.lines
                taken, failed = await asyncio.to_thread(self._thinker.think, lines, time.monotonic() + BUDGET)
                if taken:
                    async with claim.writing() as tx:
                        await record(tx, self._store, self._thinker, taken, self._clock())
        except Exception as error:
            if is_away(error) or not lines:
                raise
            taken, failed = [], [Failed(lines[0], error)] if len(lines) == 1 else []
            self._limit = 1
        await self._settle(taken, failed)
        return bool(lines)

    async def _settle(self, taken: Sequence[Taken], failed: Sequence[Failed]) -> None:
        if taken:
            self._limit = min(self._limit * 2, MOST)
            self.last_turn = self._clock()
        for failure in failed:
            await self._count_failure(failure)
        if taken or failed:
            self._outgoing.ring()
        if any(has_erasure(item.turn) for item in taken):
            await self._store.database.scrub()

    async def _count_failure(self, failure: Failed) -> None:
        """The third failure takes the message out of its line, so that the chat goes on, with an apology."""
        head = failure.line.head
        async with self._store.writing() as tx:
            tries = await self._store.inbox.failed(tx, head.seq)
            gives_up = tries >= TRIES and await self._store.inbox.set_aside(tx, head.seq, self._clock())
            if gives_up and failure.line.chat.address:
                reply = self._apologise(failure.line.conversation.language)
                letter = Letter(head.seq, failure.line.chat, (reply,))
                await self._store.outbox.post(tx, [letter], self._clock())
        level = logging.ERROR if gives_up else logging.WARNING
        log.log(level, "a turn failed", extra={"inbox": head.seq, "tries": tries, "error": where(failure.error)})
