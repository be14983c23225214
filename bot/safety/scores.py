"""The second detector: a matcher of its own that learned danger from whole phrases, and what only sounds like it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import inf

from bot.knowledge import Knowledge
from bot.matching import Encoder, Matcher, Memory
from bot.matching.parts import parts
from bot.safety.alarm import TOPICS
from bot.safety.training import Shelf, training

CONCERN_RATE = 0.0195
URGENT_RATE = 0.0029
"""Shares of the ordinary phrases that may reach each level when each is judged by all the others."""
DOUBTED = 0.08
"""Share of the phrases in danger that may fall below the score under which a rule's urgent alarm is doubted."""
PART = 0.6
STORY = 0.05
"""A part of a message has this say beside the whole, less what more tries than one would let through."""

Danger = dict[str, float]
"""Support of each safety topic, about 1 in all for a phrase in danger, about 0 for any other."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How much a text is like what people in danger write, and what the sum over the topics must reach for each level.

    The thresholds are calibrated, not guessed: leave-one-out, no more than the rates above of the phrases pass them.
    Below `doubt` an urgent rule is taken for a concern: the two detectors contradict each other.
    """

    of: Callable[[str], Danger]
    concern: float
    urgent: float
    doubt: float = -inf

    @classmethod
    def learn(
        cls, knowledge: Knowledge, matcher: Matcher, encoder: Encoder | None = None, memory: Memory | None = None
    ) -> "Scores":
        """Learn from the safety phrases and a topic matcher's ordinary ones; takes seconds without memory."""
        detector = Matcher.learn(training(knowledge, matcher), encoder, Shelf(memory) if memory else None)
        columns = {topic: detector.topics.index(topic) for topic in TOPICS if topic in detector.topics}
        judged = detector.learned.ridge.left_out[:, list(columns.values())].sum(axis=1).tolist()
        by_text = dict(zip((phrase.text for phrase in detector.phrases), judged, strict=True))
        danger = [by_text[p.text] for p in detector.phrases if p.topic in columns]
        ordinary = [by_text.get(p.text, -inf) for p in matcher.phrases if p.topic not in columns]

        def scores(text: str) -> Danger:
            whole = detector.read(text)
            support = detector.support([whole, *map(detector.read, parts(whole.tidy))])
            rows = support[:, list(columns.values())].tolist()
            return dict(zip(columns, loudest(rows), strict=True))

        return cls(
            scores,
            reached_by(ordinary, CONCERN_RATE),
            reached_by(ordinary, URGENT_RATE),
            -reached_by([-score for score in danger], DOUBTED),
        )


def loudest(rows: list[list[float]]) -> list[float]:
    """The support of the whole (the first row), or of the part that makes it louder; each row is one by topic."""
    whole, *others = rows
    mixed = (
        [(1 - PART) * a + PART * b - STORY / len(whole) for a, b in zip(whole, part, strict=True)] for part in others
    )
    return max([whole, *mixed], key=sum)


def reached_by(scores: Iterable[float], rate: float) -> float:
    """The least score that no more than a share of the scores exceeds."""
    descending = sorted(scores, reverse=True)
    return descending[min(int(rate * len(descending)), len(descending) - 1)] if descending else inf
