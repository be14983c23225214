"""What is remembered of each chat between two messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversation.state import Conversation
from bot.storage.tables import Tables
from bot.storage.upsert import insert_or_replace


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat: its blind name in the tables, its channel, and its address there."""

    key: bytes
    channel: str
    address: str


class Conversations:
    """The conversations of one store."""

    def __init__(self, tables: Tables) -> None:
        self._conversations = tables.conversations

    async def of(self, tx: AsyncConnection, chats: Sequence[bytes]) -> dict[bytes, Conversation]:
        """The conversations of those chats that have one."""
        rows = self._conversations
        query = select(rows.c.chat, rows.c.body).where(rows.c.chat.in_(chats))
        return {row.chat: row.body for row in await tx.execute(query)}

    async def save(self, tx: AsyncConnection, conversations: Mapping[Chat, Conversation], now: datetime) -> None:
        """Keep these conversations in place of the earlier ones."""
        rows = [
            {
                "chat": chat.key,
                "channel": chat.channel,
                "body": conversation,
                "changed": now,
            }
            for chat, conversation in sorted(conversations.items(), key=lambda item: item[0].key)
        ]
        await insert_or_replace(tx, self._conversations, rows)

    async def sweep(self, tx: AsyncConnection, idle_since: datetime) -> int:
        """Forget conversations that were last changed before a time; returns how many."""
        idle = delete(self._conversations).where(self._conversations.c.changed < idle_since)
        return (await tx.execute(idle)).rowcount

    async def erase(self, tx: AsyncConnection, chat: bytes) -> None:
        """Forget a conversation."""
        await tx.execute(delete(self._conversations).where(self._conversations.c.chat == chat))
