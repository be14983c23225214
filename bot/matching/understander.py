"""What a message asks: the matcher's scores over the whole and its parts, weighed into a decision."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.matching.calibration import Calibration
from bot.matching.conditions import TOPIC, Conditions, Named, spoken
from bot.matching.deciding import decide
from bot.matching.encoder import Encoder, Memory
from bot.matching.evidence import Evidence, gather
from bot.matching.features import Vector
from bot.matching.follow_up import leans, only_leans
from bot.matching.matcher import Matcher
from bot.matching.phrases import Phrase
from bot.matching.reader import Reader
from bot.matching.results import NONE, Decision, Understanding, Why
from bot.messages import Language

LEANING = 0.5
"""Support added to the last topic for a message that leans on it and has something to do with it."""
RELATED = 0.05
"""From this support on a message has something to do with a topic."""
HINT = 0.1
"""Support added to the last topic otherwise."""
ONLY = 1.0
"""Support added to the last topic for a message that does nothing but lean on it."""
BARE = 0.6
"""Least support of the topic of conditions where a message hardly says more than the name of one."""


@dataclass(frozen=True)
class Understander:
    """Understands messages. Pure: the same message and last topic give the same understanding."""

    matcher: Matcher
    calibration: Calibration
    conditions: Conditions

    @classmethod
    def fit(  # noqa: PLR0913 - what is learned from, and with
        cls,
        phrases: Iterable[tuple[str, str, Language]],
        conditions: Iterable[Named] = (),
        *,
        wrong_answer_rate: float = 0.03,
        encoder: Encoder | None = None,
        memory: Memory | None = None,
        reader: Reader | None = None,
    ) -> "Understander":
        """Learn from (phrase, topic id, language) and calibrate on what leave-one-out says.

        Without a `reader` the words known are those of the phrases and of the conditions' names.

        Raises:
            ValueError: the phrases cannot be learned from, or the rate is not between 0 and 1.
        """
        if not 0 < wrong_answer_rate < 1:
            raise ValueError(f"the wrong-answer rate is {wrong_answer_rate}: give a share between 0 and 1")
        named = tuple(conditions)
        known = [Phrase(topic, text, language) for text, topic, language in phrases]
        if reader is None:
            texts = [*((phrase.text, phrase.language) for phrase in known), *spoken(named)]
            reader = Reader.of(texts, encoder, memory)
        matcher = Matcher.learn(known, encoder, memory, reader)
        labels = np.repeat(np.arange(len(matcher.topics)), np.diff(matcher.bounds))
        none = matcher.topics.index(NONE) if NONE in matcher.topics else None
        calibration = Calibration.learn(matcher.learned.ridge.left_out, labels, none, wrong_answer_rate)
        return cls(matcher, calibration, Conditions.of(named))

    def understand(self, text: str, *, last_topic: str = "") -> Understanding:
        """What a message asks; any text has an understanding, none raises."""
        return self._understood(gather(self.matcher, self.conditions, text), last_topic)[0]

    def why(self, text: str, *, last_topic: str = "", count: int = 8) -> Why:
        """The grounds of an understanding: the phrases that spoke, the runner-up, the thresholds."""
        evidence = gather(self.matcher, self.conditions, text)
        understanding, support = self._understood(evidence, last_topic)
        ranked = tuple(self.matcher.matches(np.clip(support, 0, 1)))
        leading = (*understanding.answered, *understanding.offered, *(match.topic for match in ranked))[0]
        return Why(
            understanding,
            " ".join(evidence.whole.words),
            self.matcher.witnesses(evidence.whole, leading, count),
            ranked,
            next((match for match in ranked if match.topic != leading), None),
            self.calibration.sure_from,
            self.calibration.unsure_from,
        )

    def _understood(self, evidence: Evidence, last_topic: str) -> tuple[Understanding, Vector]:
        """The decision and the support of each topic, shape (topics,), that it rests on."""
        if not evidence.whole.tidy:
            return Understanding(Decision.LOST), np.zeros(len(self.matcher.topics), np.float32)
        support = self._heard(evidence, last_topic)
        return decide(self.calibration, self.matcher.topics, evidence, support), support

    def _heard(self, evidence: Evidence, last_topic: str) -> Vector:
        """The support of each topic, a bare condition and the last topic heard."""
        support, words, topics = evidence.support.copy(), evidence.whole.words, self.matcher.topics
        if evidence.mention and evidence.mention.is_bare(words):
            support[topics.index(TOPIC)] = max(BARE, support.max() + LEANING)
        elif last_topic in topics and leans(words):
            own = topics.index(last_topic)
            hint = ONLY if only_leans(words) else LEANING if support[own] > RELATED else HINT
            support[own] = max(support[own] + hint, self.calibration.unsure_from)
        return support
