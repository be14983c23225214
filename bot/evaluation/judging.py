"""What became of messages, one by one and counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.evaluation.cases import NONE, Case, Prediction


class Outcome(StrEnum):
    """What became of a message: an acceptable answer, an acceptable button, a false answer, or none of these."""

    RIGHT = "right"
    OFFERED = "offered"
    WRONG = "wrong"
    LOST = "lost"


def outcome(case: Case, prediction: Prediction) -> Outcome:
    """Judge one prediction; of a message that should not be answered, `lost` is the best that can become."""
    if prediction.answered:
        return Outcome.RIGHT if _share_topic(prediction.answered, case.topics) else Outcome.WRONG
    return Outcome.OFFERED if _share_topic(prediction.offered, case.topics) else Outcome.LOST


def _share_topic(given: Iterable[str], acceptable: Iterable[str]) -> bool:
    return bool(set(given) & set(acceptable) - {NONE})


@dataclass(frozen=True, slots=True)
class Tally:
    """Shares from 0 to 1; a share of no messages is 0.

    `right`, `offered` and `lost` are of the answerable messages, `wrong` of all messages, `none_answered` of those
    that should not be answered.
    """

    messages: int
    answerable: int
    right: float
    offered: float
    wrong: float
    lost: float
    none_answered: float

    @classmethod
    def of(cls, judged: Sequence[tuple[Case, Outcome]]) -> "Tally":
        """Count judged messages."""
        within = Counter(result for case, result in judged if case.topics != (NONE,))
        beyond = Counter(result for case, result in judged if case.topics == (NONE,))
        answerable, wrong = within.total(), within[Outcome.WRONG] + beyond[Outcome.WRONG]
        shares = [within[kind] / max(answerable, 1) for kind in (Outcome.RIGHT, Outcome.OFFERED, Outcome.LOST)]
        right, offered, lost = shares
        none_answered = beyond[Outcome.WRONG] / max(beyond.total(), 1)
        return cls(len(judged), answerable, right, offered, wrong / max(len(judged), 1), lost, none_answered)
