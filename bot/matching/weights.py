"""What each feature says for each topic: the regression's weights of the phrases, summed up feature by feature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import Index, Vector, weighed
from bot.matching.kernel import Kernel, Recipe
from bot.matching.packing import Arrays, as_array, as_texts, single
from bot.matching.reader import Read, Reader

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


@dataclass(frozen=True)
class Lexical:
    """What words and letter groups say together: the part of a regression that needs no encoder."""

    words: FeatureWeights
    letters: FeatureWeights

    @classmethod
    def of(cls, kernel: Kernel, recipe: Recipe, weights: Vector) -> "Lexical":
        """Sum up the `weights` (phrases, topics) of a kernel's phrases, as the recipe weighs words and letters."""
        return cls(
            FeatureWeights.of(kernel.words, np.float32(recipe.words) * weights),
            FeatureWeights.of(kernel.letters, np.float32(recipe.letters) * weights),
        )

    def support(self, reader: Reader, read: Read) -> Vector:
        """What a text says for each topic, shape (topics,)."""
        return self.words.support(reader.words(read)) + self.letters.support(reader.letters(read))

    def packed(self) -> dict[str, NDArray[Any]]:
        """Both as arrays."""
        arrays: dict[str, NDArray[Any]] = {}
        for name, part in (("words", self.words), ("letters", self.letters)):
            arrays |= {f"{name}-ids": as_array(part.feature_ids), f"{name}-idf": part.idf, f"{name}-rows": part.rows}
        return arrays

    @classmethod
    def unpacked(cls, arrays: Arrays) -> "Lexical":
        """What was packed, of single or half precision. Raises KeyError where a part is missing."""

        def part(name: str) -> FeatureWeights:
            ids = {feature: i for i, feature in enumerate(as_texts(arrays[f"{name}-ids"]))}
            return FeatureWeights(ids, single(arrays[f"{name}-idf"]), single(arrays[f"{name}-rows"]))

        return cls(part("words"), part("letters"))
