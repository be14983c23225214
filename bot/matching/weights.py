"""What each feature says for each topic: the regression's weights of the phrases, summed up feature by feature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.features import Index, Vector, weighed

BLOCK = 1024
"""Features summed up at a time: all at once would fill much memory."""


@dataclass(frozen=True)
class FeatureWeights:
    """Supports topics by features: the same sum as over all phrases, at a cost that does not grow with their number.

    `rows` has the shape (features, topics): sum over the phrases p of weight_p,f * A_p,t, which is the primal form of
    a linear kernel's ridge regression.
    """

    feature_ids: Mapping[str, int]
    idf: Vector
    rows: Vector

    @classmethod
    def of(cls, index: Index, weights: Vector) -> "FeatureWeights":
        """Sum up the `weights` (phrases, topics) of indexed phrases."""
        rows = np.empty((len(index.idf), weights.shape[1]), np.float32)
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            begins, (end,) = np.split(index.starts[start : start + len(block) + 1], [len(block)])
            span = slice(begins[0], end)
            shares = index.weights[span, None] * weights[index.ids[span]]
            np.add.reduceat(shares, begins - begins[0], axis=0, out=block)
        return cls(index.feature_ids, index.idf, rows)

    def support(self, features: Sequence[str]) -> Vector:
        """What a text's features say for each topic, shape (topics,)."""
        columns, weights = weighed(features, self.feature_ids, self.idf)
        return weights @ self.rows[columns]
