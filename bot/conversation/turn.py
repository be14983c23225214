"""The seam between the engine and everything that carries, stores or shows: one callable type."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.events import Event
from bot.conversation.state import CallRequest, Conversation
from bot.messages import Incoming, Reply


@dataclass(frozen=True, slots=True)
class Turn:
    """What the engine returns for one message: replies in order, the new conversation, and what happened."""

    replies: tuple[Reply, ...]
    conversation: Conversation
    events: tuple[Event, ...] = ()


TakeTurn = Callable[[Incoming, Conversation, CallRequest | None, tuple[CallRequest, ...]], Turn]
"""The seam: a message, what is remembered of its chat, the chat's open call request, if any, and its closed ones."""
