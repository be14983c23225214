"""What a message asks: the matcher's scores over the whole and its parts, weighed into a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.calibration import OFFERED, Calibration
from bot.matching.conditions import TOPIC, Conditions, Named, spoken
from bot.matching.encoder import Encoder, Memory
from bot.matching.evidence import Evidence, gather
from bot.matching.features import Vector
from bot.matching.follow_up import leans, only_leans
from bot.matching.matcher import Matcher
from bot.matching.phrases import Phrase
from bot.matching.results import NONE, Decision, Match, Understanding, Why
from bot.messages import Language

LEANING = 0.15
"""Support added to the last topic for a message that leans on it, beside its own up to MORE: it decides between
topics that are close."""
MORE = 0.4
BARE = 0.6
"""Least support of the topic of conditions where a message hardly says more than the name of one."""


@dataclass(frozen=True)
class Understander:
    """Understands messages. Pure: the same message and last topic give the same understanding."""

    matcher: Matcher
    calibration: Calibration
    conditions: Conditions

    @classmethod
    def fit(
        cls,
        phrases: Iterable[tuple[str, str, Language]],
        conditions: Iterable[Named] = (),
        *,
        wrong_answer_rate: float = 0.03,
        encoder: Encoder | None = None,
        memory: Memory | None = None,
    ) -> "Understander":
        """Learn from (phrase, topic id, language) and calibrate on what leave-one-out says.

        Raises:
            ValueError: the phrases cannot be learned from, or the rate is not between 0 and 1.
        """
        if not 0 < wrong_answer_rate < 1:
            raise ValueError(f"the wrong-answer rate is {wrong_answer_rate}: give a share between 0 and 1")
        named = tuple(conditions)
        known = [Phrase(topic, text, language) for text, topic, language in phrases]
        matcher = Matcher.learn(known, encoder, memory, spoken(named))
        labels = np.repeat(np.arange(len(matcher.topics)), np.diff(matcher.bounds))
        none = matcher.topics.index(NONE) if NONE in matcher.topics else None
        calibration = Calibration.learn(matcher.ridge.left_out, labels, none, wrong_answer_rate)
        return cls(matcher, calibration, Conditions.of(named))

    def understand(self, text: str, *, last_topic: str = "") -> Understanding:
        """What a message asks; any text has an understanding, none raises."""
        evidence = gather(self.matcher, self.conditions, text)
        if not evidence.whole.tidy:
            return Understanding(Decision.LOST)
        support = self._in_context(evidence, last_topic)
        return self._decide(evidence, support)

    def topic_scores(self, text: str) -> dict[str, float]:
        """Each topic's score in [0, 1], the best over the whole message and its parts; for the safety screen."""
        return {match.topic: match.score for match in self.understand(text).ranked}

    def why(self, text: str, *, last_topic: str = "", count: int = 8) -> Why:
        """The grounds of an understanding: the phrases that spoke, the runner-up, the thresholds."""
        understanding = self.understand(text, last_topic=last_topic)
        read = self.matcher.read(text)
        best, *others = understanding.ranked or (Match("", 0.0),)
        leading = (understanding.answered or understanding.offered or (best.topic,))[0]
        return Why(
            understanding,
            " ".join(read.words),
            self.matcher.witnesses(read, leading, count) if leading else (),
            next((match for match in (best, *others) if match.topic != leading), None),
            self.calibration.sure_from,
            self.calibration.unsure_from,
        )

    def _in_context(self, evidence: Evidence, last_topic: str) -> Vector:
        support = evidence.support.copy()
        words = evidence.whole.words
        if evidence.mention and evidence.mention.is_bare(words) and TOPIC in self.matcher.topics:
            topic = self.matcher.topics.index(TOPIC)
            support[topic] = max(BARE, support.max() + MORE)
        elif last_topic in self.matcher.topics and leans(words):
            topic = self.matcher.topics.index(last_topic)
            support[topic] += 1.0 if only_leans(words) else LEANING + np.clip(support[topic], 0, MORE)
        return support

    def _decide(self, evidence: Evidence, support: Vector) -> Understanding:
        (best,), (chance,) = self.calibration.chances(support[None])
        sure = chance >= self.calibration.sure_from
        two = self._two(evidence, support)
        answered = two or ((self.matcher.topics[best],) if sure else ())
        ranked = tuple(self.matcher.matches(evidence.fit))
        by_support = [Match(topic, float(support[i])) for i, topic in enumerate(self.matcher.topics) if topic != NONE]
        offered = () if answered else self._offers(by_support)
        decision = Decision.SURE if answered else Decision.UNSURE if offered else Decision.LOST
        return Understanding(
            decision,
            answered,
            offered,
            float(chance),
            evidence.whole.language,
            evidence.mention.condition if evidence.mention else "",
            evidence.whole.corrections,
            ranked,
        )

    def _offers(self, by_support: Sequence[Match]) -> tuple[str, ...]:
        best = sorted(by_support, key=lambda match: -match.score)[:OFFERED]
        if best[0].score < self.calibration.unsure_from:
            return ()
        return tuple(match.topic for match in best if match.score > 0)

    def _two(self, evidence: Evidence, support: Vector) -> tuple[str, ...]:
        """Two topics in the message's order, each surely asked by a part, and both among the whole's best."""
        if not len(evidence.parts):
            return ()
        best, chances = self.calibration.chances(evidence.parts)
        sure = best[chances >= self.calibration.sure_from].tolist()
        leading: list[int] = np.argsort(-support)[:OFFERED].tolist()
        leading = [topic for topic in leading if support[topic] >= self.calibration.unsure_from]
        asked = [topic for topic in dict.fromkeys(sure) if topic in leading]
        strongest = sorted(asked, key=leading.index)[:2]
        return tuple(self.matcher.topics[topic] for topic in asked if topic in strongest) if len(asked) > 1 else ()
