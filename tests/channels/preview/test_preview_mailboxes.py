import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.channels.preview import mailboxes
from bot.channels.preview.mailboxes import Mailboxes
from bot.messages import Reply

Follower = AsyncIterator[tuple[str, Reply | None]]


@dataclass
class Seconds:
    """A clock that stands still until a test moves it."""

    now: float = 0.0

    def __call__(self) -> float:
        """Seconds since some moment."""
        return self.now


async def follow(boxes: Mailboxes, position: str | None = None) -> tuple[Follower, str]:
    """A page that has connected, and the position that it was told."""
    follower = boxes.follow("chat", position)
    told, reply = await anext(follower)
    assert reply is None
    return follower, told


async def read(follower: Follower, count: int) -> tuple[list[str], str]:
    """The next replies' texts, and the position after them."""
    texts: list[str] = []
    position = ""
    while len(texts) < count:
        position, reply = await anext(follower)
        texts += [reply.text] if reply else []
    return texts, position


async def test_a_waiting_page_gets_each_reply_once_and_in_order() -> None:
    """Replies that come while a page waits reach it as they come."""
    boxes = Mailboxes()
    follower, _ = await follow(boxes)
    waiting = asyncio.ensure_future(read(follower, 2))
    for text in ("one", "two"):
        boxes.put("chat", Reply(text))
    assert (await waiting)[0] == ["one", "two"]


async def test_a_page_that_connects_again_goes_on_where_it_was() -> None:
    """Nothing is lost and nothing doubled over a broken connection."""
    boxes = Mailboxes()
    follower, _ = await follow(boxes)
    boxes.put("chat", Reply("one"))
    _, position = await read(follower, 1)
    for text in ("two", "three"):
        boxes.put("chat", Reply(text))
    again, _ = await follow(boxes, position)
    assert (await read(again, 2))[0] == ["two", "three"]


async def test_a_connection_lost_before_the_first_reply_loses_nothing() -> None:
    """The position told at once is enough to go on from."""
    boxes = Mailboxes()
    _, position = await follow(boxes)
    boxes.put("chat", Reply("one"))
    again, _ = await follow(boxes, position)
    assert (await read(again, 1))[0] == ["one"]


async def test_a_new_page_starts_from_now() -> None:
    """A second tab is not flooded with what the first one has shown."""
    boxes = Mailboxes()
    boxes.put("chat", Reply("old"))
    follower, _ = await follow(boxes)
    boxes.put("chat", Reply("new"))
    assert (await read(follower, 1))[0] == ["new"]


async def test_after_a_restart_a_page_gets_all_that_came_since() -> None:
    """A position from before a restart counts as having seen nothing of the new mailbox, however high its number."""
    boxes = Mailboxes()
    boxes.put("chat", Reply("since the restart"))
    follower, _ = await follow(boxes, "0123abcd-7")
    assert (await read(follower, 1))[0] == ["since the restart"]


async def test_chats_do_not_read_each_other() -> None:
    """A page gets the replies of its own chat alone."""
    boxes = Mailboxes()
    follower, _ = await follow(boxes)
    boxes.put("another chat", Reply("not for you"))
    boxes.put("chat", Reply("for you"))
    assert (await read(follower, 1))[0] == ["for you"]


async def test_memory_is_bounded_in_chats_and_replies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chats longest out of use, and a chat's oldest replies, are let go first."""
    monkeypatch.setattr(mailboxes, "CHATS", 3)
    boxes = Mailboxes()
    for number in range(mailboxes.REPLIES + 1):
        boxes.put("chat", Reply(str(number)))
    follower, _ = await follow(boxes, "00000000-0")
    assert (await read(follower, mailboxes.REPLIES))[0][0] == "1"
    for chat in ("b", "c", "d"):
        boxes.put(chat, Reply("more"))
    assert set(boxes._boxes) == {"b", "c", "d"}


async def test_a_mailbox_that_nobody_used_for_long_is_forgotten() -> None:
    """What a patient read half an hour ago is no longer in memory."""
    clock = Seconds()
    boxes = Mailboxes(clock)
    boxes.put("chat", Reply("old"))
    clock.now = mailboxes.IDLE_SECONDS + 1
    boxes.put("another chat", Reply("new"))
    assert set(boxes._boxes) == {"another chat"}


async def test_a_quiet_connection_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing comes the position is told again, and the mailbox of a page that is there is not forgotten."""
    monkeypatch.setattr(mailboxes, "BEAT_SECONDS", 0.0)
    clock = Seconds()
    boxes = Mailboxes(clock)
    follower, begun = await follow(boxes)
    clock.now = mailboxes.IDLE_SECONDS - 1
    assert await anext(follower) == (begun, None)
    clock.now = mailboxes.IDLE_SECONDS + 1
    boxes.put("chat", Reply("one"))
    assert (await read(follower, 1))[0] == ["one"]


async def test_closing_ends_every_waiting_page() -> None:
    """The server can stop although pages wait."""
    boxes = Mailboxes()
    follower, _ = await follow(boxes)
    waiting = asyncio.ensure_future(anext(follower, None))
    await asyncio.sleep(0)
    boxes.close()
    assert await waiting is None
