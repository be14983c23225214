"""One message as the engine sees it, for `ask` and `evaluate`."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.conversation.engine import Engine
from bot.conversation.moment import Moment
from bot.conversation.reading import Reading
from bot.conversation.state import Conversation
from bot.conversation.turn import Turn
from bot.messages import Incoming, Reply

NOON = datetime(2026, 1, 5, 20, 0, tzinfo=UTC)
"""A fixed moment: what is asked out of the blue must not depend on when it is asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message out of the blue, as read and as answered; `ms` is what both took together."""

    text: str
    reading: Reading
    turn: Turn
    ms: float

    def as_json(self) -> dict[str, Any]:
        """Plain data: the decision, the topics, the safety screen, and the replies as a patient reads them."""
        understanding, alarm = self.reading.understanding, self.reading.alarm
        return {
            "text": self.text,
            "language": self.reading.language,
            "decision": self.reading.decision.value,
            "answered": list(self.reading.answered),
            "offered": list(self.reading.offered),
            "safety": alarm.level.value,
            "safety_topic": alarm.topic,
            "score": round(understanding.score, 4),
            "ms": round(self.ms, 2),
            "corrections": {change.typed: change.read_as for change in understanding.corrections},
            "replies": [reply_json(reply) for reply in self.turn.replies],
        }


def reply_json(reply: Reply) -> dict[str, Any]:
    """A reply as plain data."""
    labels = [[button.label for button in row] for row in reply.buttons]
    return {"title": reply.title, "text": reply.text, "source": reply.source, "buttons": labels}


def ask(engine: Engine, text: str, language_code: str | None = None) -> Asked:
    """Ask a question as a patient's very first message."""
    incoming = Incoming("terminal", "ask", "1", NOON, text=text, language_code=language_code)
    began = time.perf_counter()
    reading = engine.read(incoming, Conversation())
    turn = engine.answer(Moment(engine.parts, incoming, Conversation(), None, reading))
    return Asked(text, reading, turn, (time.perf_counter() - began) * 1000)
