"""From scores to a probability of being right, and the thresholds that keep a wrong-answer rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Positions, Vector
from bot.matching.logistic import Numbers, logistic, sigmoid

OFFERED = 3
"""Topics that are offered at most."""


@dataclass(frozen=True)
class Calibration:
    """p = 1 / (1 + exp(-(a * support + b * margin + c))), learned from leave-one-out predictions.

    `margin` is the lead of the best topic over the next, `none` included. Answers are given from probability
    `sure_from`: leave-one-out, no more than the agreed share of all phrases was then answered wrongly. Topics are
    offered from support `unsure_from`: no more than a third of that share of answerable phrases then stayed without
    the right topic though it was among the best three, for a button in vain costs less than a topic not found.
    """

    weights: Numbers
    sure_from: float
    unsure_from: float
    none: int | None

    @classmethod
    def learn(cls, left_out: Vector, labels: Positions, none: int | None, wrong_answer_rate: float) -> "Calibration":
        """Learn from leave-one-out support, shape (phrases, topics), the true topics, and the number of `none`."""
        best, grounds = _grounds(left_out)
        right, meant = best == labels, np.ones(len(labels), bool) if none is None else best != none
        weights = logistic(grounds[meant], right[meant].astype(np.float64))
        chance = np.where(meant, sigmoid(grounds @ weights), -1.0)
        return cls(
            weights, _sure(chance, right, wrong_answer_rate), _unsure(left_out, labels, none, wrong_answer_rate), none
        )

    def chances(self, support: Vector) -> tuple[Positions, Numbers]:
        """The best topic of each text and the probability that it is right; 0 where it is `none`."""
        best, grounds = _grounds(support)
        chance = sigmoid(grounds @ self.weights)
        return best, chance if self.none is None else np.where(best == self.none, 0.0, chance)


def _grounds(support: Vector) -> tuple[Positions, Numbers]:
    best = support.argmax(axis=1)
    top = np.partition(support, -2, axis=1)[:, -2:].astype(np.float64)
    return best, np.stack([top[:, 1], top[:, 1] - top[:, 0], np.ones(len(top))], axis=1)


def _sure(chance: Numbers, right: NDArray[np.bool_], rate: float) -> float:
    """The least probability above which at most `rate` of all phrases is answered wrongly."""
    order = np.argsort(-chance, kind="stable")
    wrong = np.cumsum(~right[order])
    allowed = int(np.searchsorted(wrong, rate * len(chance), side="right"))
    return float(np.clip(chance[order[allowed - 1]], 0.5, 1.0)) if allowed else 1.0


def _unsure(left_out: Vector, labels: Positions, none: int | None, rate: float) -> float:
    """The support of the best topic that all but `rate` of the phrases reach whose topic is among the best three."""
    support = left_out.copy()
    if none is not None:
        support[:, none] = -np.inf
    own = support[np.arange(len(labels)), labels]
    found = (support > own[:, None]).sum(axis=1) < OFFERED
    found &= np.isfinite(own)
    return float(np.quantile(support.max(axis=1)[found], rate / 3)) if found.any() else 0.0
