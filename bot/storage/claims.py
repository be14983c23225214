"""Claiming the heads of the chats' lines for the length of their turns."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import Conversation
from bot.storage.chats import Chat, Conversations
from bot.storage.database import Database
from bot.storage.inbox import Head, InboxTable
from bot.storage.left_requests import Left, LeftRequests


@dataclass(frozen=True, slots=True)
class Line:
    """The head of a chat's line, and what a turn needs besides."""

    head: Head
    chat: Chat
    conversation: Conversation
    left: Left


@dataclass(frozen=True, slots=True)
class Claim:
    """Claimed lines; `writing` opens the transaction in which everything that follows from them is kept."""

    lines: Sequence[Line]
    writing: Callable[[], AbstractAsyncContextManager[AsyncConnection]]


@asynccontextmanager
async def claimed(
    database: Database, inbox: InboxTable, conversations: Conversations, left: LeftRequests, limit: int
) -> AsyncIterator[Claim]:
    """Claim up to `limit` heads.

    PostgreSQL holds their row locks until the block ends, so that no other worker takes the same chats. SQLite has one
    worker and so needs no lock: its only connection is free during the turns, and intake goes on.
    """
    if database.one_worker:
        async with database.reading() as tx:
            lines = await _lines(tx, await inbox.heads(tx, limit), conversations, left)
        yield Claim(lines, database.writing)
    else:
        async with database.writing() as tx:
            lines = await _lines(tx, await inbox.heads(tx, limit), conversations, left)
            yield Claim(lines, lambda: nullcontext(tx))


async def _lines(
    tx: AsyncConnection, heads: Sequence[Head], conversations: Conversations, left: LeftRequests
) -> list[Line]:
    chats = [head.chat for head in heads]
    known = await conversations.of(tx, chats) if chats else {}
    requests = await left.of(tx, chats) if chats else {}
    return [
        Line(
            head,
            Chat(head.chat, head.received.channel, head.received.chat),
            known.get(head.chat, Conversation()),
            requests.get(head.chat, Left()),
        )
        for head in heads
    ]
