"""Tells a few kinds of texts from all others, in a form that does not grow with the phrases it was learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoder import Encoder
from bot.matching.features import Vector, letter_features, word_features
from bot.matching.kernel import Recipe
from bot.matching.logistic import Numbers, sigmoid
from bot.matching.normalize import tidy, tokens
from bot.matching.packing import as_array, as_texts, pack, unpack
from bot.matching.weights import FeatureWeights

MADE_FROM = b"clinic-bot detector 1\n"
PARTS = {"kinds", "weights", "straight", "squared"} | {
    f"{name}-{field}" for name in ("words", "letters") for field in ("ids", "idf", "rows")
}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The chance in [0, 1] that a text is of one of the kinds, and the likeliest of them."""

    chance: float
    kind: str


@dataclass(frozen=True)
class Detector:
    """Two steps: the regression's support of each kind, and from it by logistic regression the chance of any.

    The regression over phrases p with weights A is summed up: feature by feature, and for the embeddings e as
    sum_p A_p e_p (`straight`, dimensions x kinds) and sum_p A_p e_p e_p^T (`squared`, kinds x dimensions x
    dimensions), since (e_p . x)^2 = x^T (e_p e_p^T) x.
    """

    kinds: tuple[str, ...]
    words: FeatureWeights
    letters: FeatureWeights
    straight: Vector
    squared: Vector
    weights: Numbers

    def judge(self, texts: Sequence[str], encoder: Encoder) -> list[Likelihood]:
        """How likely each text is of one of the kinds."""
        support = self._support(texts, encoder)
        chances = sigmoid(grounds(support) @ self.weights).tolist()
        loudest = support.argmax(axis=1).tolist()
        return [Likelihood(chance, self.kinds[kind]) for chance, kind in zip(chances, loudest, strict=True)]

    def _support(self, texts: Sequence[str], encoder: Encoder) -> Vector:
        embedded = encoder.encode([tidy(text) for text in texts])
        rows: Vector = embedded @ self.straight
        rows += np.einsum("kne,ne->nk", embedded @ self.squared, embedded)
        for i, read in enumerate(map(tokens, texts)):
            rows[i] += self.words.support(word_features(read, str)) + self.letters.support(letter_features(read))
        return rows

    def written(self) -> bytes:
        """The detector in a file's form, of half precision: plenty for what is summed up from thousands."""
        arrays: dict[str, NDArray[Any]] = {"kinds": as_array(self.kinds), "weights": self.weights}
        for name, part in (("words", self.words), ("letters", self.letters)):
            arrays |= {f"{name}-ids": as_array(part.feature_ids), f"{name}-idf": part.idf, f"{name}-rows": part.rows}
        arrays |= {"straight": self.straight, "squared": self.squared}
        return pack(MADE_FROM, {name: _half(array) for name, array in arrays.items()}, small=True)

    @classmethod
    def read(cls, content: bytes) -> "Detector | None":
        """The detector that was written, None where the bytes hold none."""
        arrays = unpack(MADE_FROM, content)
        if arrays is None or not PARTS.issubset(arrays):
            return None

        def part(name: str) -> FeatureWeights:
            ids = {feature: i for i, feature in enumerate(as_texts(arrays[f"{name}-ids"]))}
            return FeatureWeights(ids, _single(arrays[f"{name}-idf"]), _single(arrays[f"{name}-rows"]))

        straight, squared = _single(arrays["straight"]), _single(arrays["squared"])
        kinds = tuple(as_texts(arrays["kinds"]))
        return cls(kinds, part("words"), part("letters"), straight, squared, arrays["weights"])


def grounds(support: Vector) -> Numbers:
    """What the chance rests on: the support of every kind from the loudest down, and 1."""
    return np.hstack([-np.sort(-support, axis=1), np.ones((len(support), 1))]).astype(np.float64)


def summed_up(embeddings: Vector, weights: Vector, recipe: Recipe) -> tuple[Vector, Vector]:
    """`straight` and `squared` of embeddings (phrases, dimensions) and weights (phrases, kinds)."""
    straight = np.float32(recipe.meaning) * (embeddings.T @ weights)
    squared = [np.float32(recipe.squared) * (embeddings.T * column) @ embeddings for column in weights.T]
    return straight, np.stack(squared)


def _single(array: NDArray[Any]) -> Vector:
    return array.astype(np.float32)


def _half(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float16) if array.dtype == np.float32 else array
