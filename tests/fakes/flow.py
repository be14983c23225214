"""The whole flow around a store, with a channel that remembers what was carried."""

import asyncio
from collections.abc import Mapping

from bot.conversation.turn import TakeTurn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.messages import Carrier, Outcome, Reply, Sent
from bot.storage.store import Store
from tests.fakes.patients import Clock, apologise, echo, said, translate


class Notebook:
    """A carrier that writes down what it carried; `outcomes` says per chat what happens instead, once each."""

    def __init__(self) -> None:
        self.carried: list[tuple[str, str]] = []
        self.outcomes: dict[str, list[Outcome]] = {}
        self.changed = asyncio.Event()

    async def carry(self, chat: str, reply: Reply) -> Outcome:
        """Carry one reply."""
        if self.outcomes.get(chat):
            return self.outcomes[chat].pop(0)
        self.carried.append((chat, reply.text))
        self.changed.set()
        return Sent()

    def to(self, chat: str) -> list[str]:
        """What one chat has read."""
        return [text for address, text in self.carried if address == chat]


class Flow:
    """Inbox, worker and sender over one store: `hears` does the whole way for one message."""

    def __init__(
        self,
        store: Store,
        take_turn: TakeTurn = echo,
        clock: Clock | None = None,
        carriers: Mapping[str, Carrier] | None = None,
        *,
        alone: bool = True,
    ) -> None:
        self.store, self.clock, self.notebook = store, clock or Clock(), Notebook()
        self.bell, outgoing = Bell(), Bell()
        self.inbox = Inbox(store, self.clock, self.bell)
        self.worker = Worker(
            store, take_turn, {"test": translate}, self.clock, apologise, bell=self.bell, outgoing=outgoing
        )
        self.sender = Sender(store, carriers or {"test": self.notebook.carry}, self.clock, outgoing, alone=alone)
        self._number = 0

    async def keep(self, text: str, chat: str = "chat-1") -> None:
        """A message arrives and is kept, no more."""
        self._number += 1
        await self.inbox.keep([said(text, self._number, chat)])

    async def hears(self, text: str, chat: str = "chat-1") -> list[str]:
        """A message arrives and everything that follows is done; what the chat read because of it."""
        before = len(self.notebook.to(chat))
        await self.keep(text, chat)
        await self.drain()
        return self.notebook.to(chat)[before:]

    async def drain(self) -> None:
        """Everything that is due is done."""
        await self.worker.drain()
        await self.sender.drain()
