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
BEAT_SECONDS = 15.0


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

    @property
    def now(self) -> str:
        """The position after the last reply."""
        return f"{self.era}-{self.count}"

    def after(self, position: str) -> list[tuple[str, Reply]]:
        """The replies after `position`, each with its own; all of them for a position of another era."""
        era, _, number = position.partition("-")
        seen = int(number) if era == self.era else 0
        return [(f"{self.era}-{at}", reply) for at, reply in self.replies if at > seen]


class Mailboxes:
    """One mailbox a chat, at most `CHATS`. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._boxes: OrderedDict[str, Mailbox] = OrderedDict()
        self._closed = False

    def put(self, chat: str, reply: Reply) -> None:
        """Keep a reply for the page of `chat`."""
        self._box(chat).put(reply)

    async def follow(self, chat: str, position: str | None) -> AsyncIterator[tuple[str, Reply | None]]:
        """Each reply after `position` (None: from now on) with its own position.

        First, and whenever nothing came for `BEAT_SECONDS`, the position alone: so the page knows where to go on
        even before the first reply, and a page that is gone is noticed.
        """
        position = self._box(chat).now if position is None else position
        yield position, None
        while True:
            box = self._box(chat)
            changed = box.changed
            for at, reply in box.after(position):
                position = at
                yield at, reply
            if self._closed:
                return
            if not await _comes(changed):
                yield position, None

    def close(self) -> None:
        """End every follower, once it has read what is there."""
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
        while len(self._boxes) > CHATS or next(iter(self._boxes.values())).used < now - IDLE_SECONDS:
            self._boxes.popitem(last=False)


async def _comes(changed: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(BEAT_SECONDS):
            await changed.wait()
    except TimeoutError:
        return False
    return True
