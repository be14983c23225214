"""What the bot makes of a message before it decides what to say: the alarm, the topics, the language."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.matching import Decision, Understanding, Why
from bot.messages import Incoming, Language, Level
from bot.safety import TOPICS as SAFETY_TOPICS
from bot.safety import Alarm


class Understands(Protocol):
    """The matcher as the engine sees it."""

    def understand(self, text: str, *, last_topic: str = "") -> Understanding:
        """What a message asks; pure, for any text."""
        ...

    def why(self, text: str) -> Why:
        """The grounds of it, for editors."""
        ...


Look = Callable[[str], Alarm]
"""The safety screen as the engine sees it; for any text, never raising."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as read: `understanding` never answers with a safety topic, that is the alarm's."""

    alarm: Alarm
    understanding: Understanding
    language: Language

    @property
    def decision(self) -> Decision:
        """What the patient gets; a safety reply is always an answer."""
        return Decision.SURE if self.answered else self.understanding.decision

    @property
    def answered(self) -> tuple[str, ...]:
        """The topics answered: urgent, the safety class alone; at concern beside the others, where none are offered."""
        alarmed = (self.alarm.topic,) if self.alarm.topic else ()
        if self.alarm.level is Level.URGENT:
            return alarmed
        return () if self.understanding.offered else self.understanding.answered + alarmed

    @property
    def offered(self) -> tuple[str, ...]:
        """The topics offered as buttons; none where something is answered."""
        return () if self.answered else self.understanding.offered


def read(
    text: str, last_topic: str, understander: Understands, look: Look, choose: Callable[[Language | None], Language]
) -> Reading:
    """Look for danger first, then understand; `choose` settles the language where the words alone do not."""
    alarm = look(text)
    understanding = understander.understand(text, last_topic=last_topic)
    alarmed = next((topic for topic in SAFETY_TOPICS if topic in understanding.answered), None)
    if alarmed and alarm.level is Level.NONE:
        alarm = Alarm(Level.CONCERN, alarmed, alarmed, rule="answered by the matcher")
    return Reading(alarm, _without_safety(understanding), choose(understanding.language))


def _without_safety(understanding: Understanding) -> Understanding:
    answered = tuple(topic for topic in understanding.answered if topic not in SAFETY_TOPICS)
    offered = tuple(topic for topic in understanding.offered if topic not in SAFETY_TOPICS)
    decision = understanding.decision
    if decision is Decision.SURE and not answered:
        decision = Decision.LOST
    if decision is Decision.UNSURE and not offered:
        decision = Decision.LOST
    return replace(understanding, decision=decision, answered=answered, offered=offered)


def choose_language(found: Language | None, remembered: Language | None, incoming: Incoming) -> Language:
    """What the message is written in, else the chat's last language, else what the channel says, else English."""
    if found or remembered:
        return found or remembered or "en"
    return "es" if (incoming.language_code or "").lower().startswith("es") else "en"
