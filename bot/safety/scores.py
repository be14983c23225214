"""The second detector: what the matcher, which learned from whole phrases, thinks of the safety topics."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from bot.matching import Matcher
from bot.safety.alarm import TOPICS

CONCERN_RATE = 0.02
URGENT_RATE = 0.0015
"""Shares of the ordinary phrases that may reach each level when each is judged by all the others."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A matcher's support of each safety topic, and from which support on it speaks for each level.

    The thresholds are calibrated, not guessed: leave-one-out, no more than the rates above of all ordinary phrases
    reach them.
    """

    of: Callable[[str], dict[str, float]]
    concern: float
    urgent: float

    @classmethod
    def learn(cls, matcher: Matcher) -> "Scores":
        """Take the thresholds from a fitted matcher's leave-one-out support."""
        columns = {topic: matcher.topics.index(topic) for topic in TOPICS if topic in matcher.topics}
        if not columns:
            return cls(lambda _: {}, inf, inf)
        judged = matcher.ridge.left_out[:, list(columns.values())].max(axis=1).tolist()
        ordinary = (score for phrase, score in zip(matcher.phrases, judged, strict=True) if phrase.topic not in columns)
        highest = sorted(ordinary, reverse=True)

        def scores(text: str) -> dict[str, float]:
            support = matcher.scores([matcher.read(text)]).support[0]
            return {topic: float(support[column]) for topic, column in columns.items()}

        return cls(scores, _reached_by(highest, CONCERN_RATE), _reached_by(highest, URGENT_RATE))


def _reached_by(descending: list[float], rate: float) -> float:
    """The least support that no more than a share of the ordinary phrases exceeds."""
    return descending[min(int(rate * len(descending)), len(descending) - 1)] if descending else inf
