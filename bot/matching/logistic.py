"""Logistic regression: from a few grounds to the probability that something holds."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
STEPS = 25
PRIOR = 0.01
"""Ridge on the weights: only there to keep separable data finite."""


def sigmoid(x: Numbers) -> Numbers:
    """1 / (1 + exp(-x)) without overflow."""
    return 1 / (1 + np.exp(-np.clip(x, -40, 40)))


def logistic(grounds: Numbers, holds: Numbers) -> Numbers:
    """Weights, shape (grounds,), by Newton's method from `grounds` (cases, grounds) and `holds` (cases,), 0 or 1."""
    weights = np.zeros(grounds.shape[1])
    for _ in range(STEPS):
        chance = sigmoid(grounds @ weights)
        slope = grounds.T @ (holds - chance) - PRIOR * weights
        curve = (grounds.T * (chance * (1 - chance))) @ grounds + PRIOR * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights
