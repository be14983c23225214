"""What happened in a turn, in the past tense; delivery applies each one in the turn's transaction."""

from dataclasses import dataclass

from bot.conversation.state import CallRequest
from bot.messages import Language, Level


@dataclass(frozen=True, slots=True)
class CallRequested:
    """A patient left a call request."""

    request: CallRequest


@dataclass(frozen=True, slots=True)
class CallChanged:
    """A patient changed the open call request."""

    request: CallRequest


@dataclass(frozen=True, slots=True)
class CallWithdrawn:
    """A patient took the open call request back."""

    reference: str


@dataclass(frozen=True, slots=True)
class QuestionUnanswered:
    """A message found no answer; carries no text, only what the editors' counts need."""

    language: Language
    decision: str


@dataclass(frozen=True, slots=True)
class SafetyRaised:
    """The safety screen spoke; nothing of the message is kept but its class and level."""

    topic: str
    level: Level


@dataclass(frozen=True, slots=True)
class DataErasureRequested:
    """A patient asked to be forgotten: everything kept about the chat goes, this turn's own state included."""


@dataclass(frozen=True, slots=True)
class PatientUnreachable:
    """A patient blocked the bot (`reachable` False) or came back (True)."""

    reachable: bool


Event = (
    CallRequested
    | CallChanged
    | CallWithdrawn
    | QuestionUnanswered
    | SafetyRaised
    | DataErasureRequested
    | PatientUnreachable
)
