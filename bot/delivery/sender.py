"""Carries replies, in order within each chat, many chats at once."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.delivery.bell import Bell
from bot.delivery.inbox import Clock
from bot.delivery.loop import keep_going, where
from bot.delivery.outcomes import Carried, settle
from bot.messages import Carrier, Later
from bot.storage.outbox import Outgoing
from bot.storage.store import Store

LANES = 32
LINGER = 0.005
LONGEST_CARRY = 10.0
LEASE = timedelta(seconds=15)
log = logging.getLogger(__name__)


class Sender:
    """Drains the outbox through one carrier a channel.

    `alone`: no other process sends from this database (with SQLite that is always so), and what a killed one had under
    way is carried at once instead of after its lease.

    A reply that was carried but not yet marked when the process died is carried again: no channel offers more.
    """

    def __init__(
        self, store: Store, carriers: Mapping[str, Carrier], clock: Clock, bell: Bell, *, alone: bool = False
    ) -> None:
        self._store, self._carriers, self._clock = store, carriers, clock
        self._bell, self._starts = bell, alone or store.database.one_worker
        self._under_way: set[asyncio.Task[None]] = set()
        self._carried: list[Carried] = []

    async def run(self) -> None:
        """Carry until cancelled; a database that is away is waited for."""
        try:
            await keep_going(self.step, self._bell, log, LINGER)
        finally:
            await self._stop()

    async def drain(self) -> None:
        """Carry until nothing more is due now: for terminal chat and tests."""
        while await self.step() or self._under_way or self._carried:
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def step(self) -> bool:
        """Note what was carried and take what is due, in one transaction; False when nothing was taken.

        Rings come from whoever posts replies and from each reply that arrived.
        """
        carried = tuple(self._carried)
        async with self._store.writing(hasty=True) as tx:
            now = self._clock()
            if self._starts:
                await self._store.outbox.end_leases(tx, now, LEASE)
            await settle(tx, self._store, carried, now)
            taken = await self._store.outbox.take(tx, now, LEASE, LANES - len(self._under_way), list(self._carriers))
        self._starts = False
        del self._carried[: len(carried)]
        for outgoing in taken:
            task = asyncio.create_task(self._carry(outgoing))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return bool(taken)

    async def _carry(self, outgoing: Outgoing) -> None:
        carry = self._carriers[outgoing.chat.channel]
        try:
            async with asyncio.timeout(LONGEST_CARRY):
                outcome = await carry(outgoing.chat.address, outgoing.reply)
        except Exception as error:  # noqa: BLE001 - a carrier's defect must not stop the other chats
            outcome = Later(0, where(error))
        self._carried.append(Carried(outgoing, outcome))
        self._bell.ring()

    async def _stop(self) -> None:
        """Let go: what is not marked is carried again after the next start."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
