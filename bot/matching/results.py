"""What matching says about a message: frozen data, the same for every caller."""

from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Language

NONE = "none"
"""The topic id of phrases that belong to no topic."""


class Decision(StrEnum):
    """Answer (SURE), offer two or three topics (UNSURE), or own up that nothing fits (LOST)."""

    SURE = "sure"
    UNSURE = "unsure"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Match:
    """A topic and how well a message fits it, in [0, 1]."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that the speller changed."""

    typed: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message asks.

    `answered` holds one topic, or two where the message asks two things, when SURE; `offered` up to three when
    UNSURE; both are empty when LOST. `language` is what the message is written in, None where its words do not
    tell ("ptsd"). `condition` is the id of a condition that the message names, or "".
    """

    decision: Decision
    answered: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    score: float = 0.0
    language: Language | None = None
    condition: str = ""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """A phrase that spoke for a topic, with its share of the topic's score (negative: it spoke against)."""

    phrase: str
    topic: str
    share: float


@dataclass(frozen=True, slots=True)
class Why:
    """The grounds of an understanding, for `ask --why` and the console; thresholds are those of the decision.

    `ranked` holds every topic but `none`, best first, with its support in [0, 1].
    """

    understanding: Understanding
    read_as: str
    witnesses: tuple[Witness, ...]
    ranked: tuple[Match, ...]
    runner_up: Match | None
    sure_from: float
    unsure_from: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """A phrase that all others put nearer to another topic, and by how much of support (about 0 to 1)."""

    phrase: str
    topic: str
    closer: str
    lead: float
