"""Everything a responder may look at while it answers one message, and how it builds its turn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation.events import Event
from bot.conversation.reading import Look, Reading, Understands
from bot.conversation.state import CallRequest, Conversation
from bot.conversation.turn import Turn
from bot.knowledge import Knowledge, Text
from bot.messages import Button, Incoming, Language, Reply

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the engine is built from; every part is pure.

    `said` holds the phrases of all topics, folded; `closed_days` and `chat_days` are shown to patients.
    """

    knowledge: Knowledge
    understander: Understands
    look: Look
    said: frozenset[str] = frozenset()
    country: str = "US"
    zone: str = "America/Los_Angeles"
    messages_a_minute: int = 20
    closed_days: int = 30
    chat_days: int = 30


@dataclass(frozen=True, slots=True)
class Moment:
    """One message, its chat, and what the bot made of it. `request` is open; `closed` ones are kept for a while."""

    parts: Parts
    incoming: Incoming
    conversation: Conversation
    request: CallRequest | None
    reading: Reading
    closed: tuple[CallRequest, ...] = ()

    @property
    def language(self) -> Language:
        """The language of this turn."""
        return self.reading.language

    @property
    def text(self) -> str:
        """What was typed, without surrounding space."""
        return self.incoming.text.strip()

    def say(self, key: Text, **fill: str) -> str:
        """One of the bot's sentences in this turn's language."""
        return self.parts.knowledge.texts.say(key, self.language, **fill)

    def reply(self, key: Text, rows: Rows = (), /, **fill: str) -> Reply:
        """A reply of one sentence with rows of buttons."""
        return Reply(self.say(key, **fill), buttons=rows)

    def button(self, key: Text, data: str) -> Button:
        """A button with one of the bot's labels."""
        return Button(self.say(key), data)

    def turn(self, *replies: Reply, events: tuple[Event, ...] = (), **changes: Any) -> Turn:  # noqa: ANN401
        """The replies in order; `changes` are new values of the conversation's fields."""
        return Turn(replies, replace(self.conversation, **changes), events)


Responder = Callable[[Moment], Turn | None]
"""Answers a message, or leaves it to the next in the list."""
