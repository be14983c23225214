"""From support to a decision: one topic or two when sure, up to three to choose from when unsure, or lost."""

from collections.abc import Sequence
from typing import get_args

import numpy as np

from bot.knowledge.safety import SafetyTopic
from bot.matching.calibration import OFFERED, Calibration
from bot.matching.evidence import Evidence
from bot.matching.features import Vector
from bot.matching.results import NONE, Decision, Understanding

UNOFFERED = frozenset((NONE, *get_args(SafetyTopic)))


def decide(calibration: Calibration, topics: Sequence[str], evidence: Evidence, support: Vector) -> Understanding:
    """Decide on `support` (topics,), which is the evidence's after the conversation was heard."""
    (best,), (chance,) = calibration.chances(support[None])
    sure = (int(best),) if chance >= calibration.sure_from else ()
    answered = two_asked(calibration, evidence.parts, support) or sure
    offered = () if answered else offers(calibration, topics, support)
    return Understanding(
        Decision.SURE if answered else Decision.UNSURE if offered else Decision.LOST,
        tuple(topics[topic] for topic in answered),
        offered,
        float(chance),
        evidence.whole.language,
        evidence.mention.condition if evidence.mention else "",
        evidence.whole.corrections,
    )


def offers(calibration: Calibration, topics: Sequence[str], support: Vector) -> tuple[str, ...]:
    """The best topics, where at least one has the support of most answerable phrases; safety is no button."""
    order = [topic for topic in np.argsort(-support) if topics[topic] not in UNOFFERED and support[topic] > 0][:OFFERED]
    if not order or support[order[0]] < calibration.unsure_from:
        return ()
    return tuple(topics[topic] for topic in order)


def two_asked(calibration: Calibration, parts: Vector, support: Vector) -> tuple[int, ...]:
    """Two topics in the message's order: the best two of the whole, each surely asked by a part."""
    if not len(parts):
        return ()
    best, chances = calibration.chances(parts)
    leading = np.argsort(-support)[:2].tolist()
    sure = dict.fromkeys(best[chances >= calibration.sure_from].tolist())
    asked = tuple(topic for topic in sure if topic in leading)
    return asked if len(asked) > 1 else ()
