"""The second detector: how much a text is like what people in danger write, and from where on that is an alarm."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import cast

from bot.errors import KnowledgeError
from bot.knowledge.safety import SafetyTopic
from bot.knowledge.safety_lock import Levels
from bot.matching import Detector, Encoder, Phrase
from bot.safety.alarm import TOPICS
from bot.safety.pieces import pieces
from bot.safety.training import HARMLESS, ORDINARY

CONCERN_RATE = 0.054
URGENT_RATE = 0.007
"""Shares of the ordinary phrases that may reach each level when each is judged by all the others.

Above the 2 % and 0.3 % asked for: the phrases were written to be hard to tell apart, what patients ask is easier.
"""
HARMLESS_RATE = 0.05
"""Share of what only sounds alarming that may reach urgent."""
DOUBTED = 0.08
"""Share of the phrases in danger that may fall below the chance under which a rule's urgent alarm is doubted."""


@dataclass(frozen=True, slots=True)
class Danger:
    """The chance in [0, 1] that a text is written in danger, and the kind that it would be."""

    chance: float
    topic: SafetyTopic


@dataclass(frozen=True, slots=True)
class Scores:
    """How likely a text is written in danger, and what the chance must reach for each level.

    Below `levels.doubt` an urgent rule is taken for a concern: the two detectors contradict each other.
    """

    of: Callable[[str], Danger]
    levels: Levels

    @classmethod
    def read(cls, model: bytes, levels: Levels, encoder: Encoder, mended: Callable[[str], str]) -> "Scores":
        """The scores of an accepted detector, which hears a text with its spelling mended.

        Raises:
            KnowledgeError: `model` holds none.
        """
        detector = Detector.read(model)
        if detector is None:
            raise KnowledgeError("safety.model is damaged: take it from the last version, or accept the safety files")
        return cls(lambda text: loudest(detector, mended(text), encoder), levels)


def loudest(detector: Detector, text: str, encoder: Encoder) -> Danger:
    """The most dangerous piece of a text; figures and signs alone say nothing of it."""
    if not any(map(str.isalpha, text)):
        return Danger(0.0, TOPICS[0])
    found = max(detector.judge(pieces(text), encoder), key=lambda judged: judged.chance)
    return Danger(found.chance, cast("SafetyTopic", found.kind))


def levels_of(judged: Sequence[tuple[Phrase, float]]) -> Levels:
    """Levels that keep to the agreed rates, calibrated and not guessed: each phrase is judged by all the others."""

    def chances(topics: Iterable[str]) -> list[float]:
        return [chance for phrase, chance in judged if phrase.topic in topics]

    ordinary, harmless, danger = chances({ORDINARY}), chances({HARMLESS}), chances(TOPICS)
    return Levels(
        concern=reached_by(ordinary, CONCERN_RATE),
        urgent=max(reached_by(ordinary, URGENT_RATE), reached_by(harmless, HARMLESS_RATE)),
        doubt=-reached_by([-chance for chance in danger], DOUBTED),
    )


def reached_by(scores: Iterable[float], rate: float) -> float:
    """The least score that no more than a share of the scores exceeds."""
    descending = sorted(scores, reverse=True)
    return descending[min(int(rate * len(descending)), len(descending) - 1)] if descending else inf
