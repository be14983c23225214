"""What is remembered of a chat between two messages, and what a patient leaves for the front desk: frozen data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.messages import Language


@dataclass(frozen=True, slots=True)
class Window:
    """When a patient would like the call: as soon as possible, a day and part of day, or typed words kept verbatim.

    `day` is an ISO date in the clinic's time zone; `part` is morning, afternoon or any.
    """

    asap: bool = False
    day: str = ""
    part: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """Which consent text (its version) a patient agreed to, when (aware UTC) and in which language."""

    version: str
    at: datetime
    language: Language


@dataclass(frozen=True, slots=True)
class CallRequest:
    """What a patient leaves for the front desk. `phone` is E.164."""

    reference: str
    name: str
    phone: str
    window: Window
    voicemail: bool
    name_clinic: bool
    language: Language
    consent: Consent
    topic: str = ""


class Step(StrEnum):
    """The steps of the call form, in order; TOPIC is reached from CHECK alone."""

    CONSENT = "consent"
    NAME = "name"
    PHONE = "phone"
    WHEN = "when"
    DISCRETION = "discretion"
    CHECK = "check"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Form:
    """A half-filled call request.

    `editing` returns to the check screen after one step; `day` is a chosen day that awaits its part;
    `doubt` is a digest of the answer to the current step that was remarked on, so that sending it again gets through.
    """

    step: Step
    touched: datetime
    name: str = ""
    phone: str = ""
    window: Window | None = None
    voicemail: bool | None = None
    name_clinic: bool | None = None
    topic: str = ""
    day: str = ""
    doubt: str = ""
    editing: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the bot remembers of a chat between two messages."""

    language: Language | None = None
    last_topic: str = ""
    misses: int = 0
    form: Form | None = None
    consent: Consent | None = None
    awaiting: str = ""
    minute: datetime | None = None
    in_minute: int = 0
    media_at: datetime | None = None
