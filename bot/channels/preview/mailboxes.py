"""Replies on their way to the preview's page: numbered, bounded, in memory, forgotten when nobody asks any more."""

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bot.messages import Reply

CHATS = 1000
REPLIES = 200
IDLE_SECONDS = 30 * 60.0


@dataclass(slots=True)
class Mailbox:
    """The last replies of one chat. A position is `era-number`: another era means a mailbox made anew."""

    used: float
    era: str = field(default_factory=lambda: secrets.token_hex(4))
    count: int = 0
    replies: deque[tuple[int, Reply]] = field(default_factory=lambda: deque(maxlen=REPLIES))
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, reply: Reply) -> None:
        """Append a reply under the next number and wake whoever follows."""
        self.count += 1
        self.replies.append((self.count, reply))
        self.wake()

    def wake(self) -> None:
        """Let every follower look again."""
        self.changed.set()
        self.changed = asyncio.Event()

    def position(self, number: int) -> str:
        """What a page hands back to go on after `number`."""
        return f"{self.era}-{number}"

    def number_after(self, position: str | None) -> int:
        """Where to go on: after `position`, from the start for one of another era, and from now on for None."""
        if position is None:
            return self.count
        era, _, number = position.partition("-")
        return int(number) if era == self.era and number.isascii() and number.isdigit() else 0


class Mailboxes:
    """One mailbox a chat. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._boxes: OrderedDict[str, Mailbox] = OrderedDict()
        self._closed = False

    def put(self, chat: str, reply: Reply) -> None:
        """Keep a reply for the page of `chat`."""
        self._box(chat).put(reply)

    async def follow(self, chat: str, position: str | None) -> AsyncIterator[tuple[str, Reply | None]]:
        """Each reply after `position` with its own position, for ever; first the position started from, without one.

        The last known position survives a lost connection this way even before the first reply.
        """
        box = self._box(chat)
        number = box.number_after(position)
        yield box.position(number), None
        while not self._closed:
            changed = box.changed
            for at, reply in [kept for kept in box.replies if kept[0] > number]:
                number = at
                yield box.position(at), reply
            await changed.wait()

    def close(self) -> None:
        """End every follower."""
        self._closed = True
        for box in self._boxes.values():
            box.wake()

    def _box(self, chat: str) -> Mailbox:
        now = self._clock()
        box = self._boxes.setdefault(chat, Mailbox(now))
        box.used = now
        self._boxes.move_to_end(chat)
        self._forget(now)
        return box

    def _forget(self, now: float) -> None:
        while self._boxes:
            oldest = next(iter(self._boxes.values()))
            if oldest.used > now - IDLE_SECONDS and len(self._boxes) <= CHATS:
                return
            self._boxes.popitem(last=False)
