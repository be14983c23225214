"""Tells a few kinds of texts from all others, in a form that does not grow with the phrases it was learned from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.encoder import Encoder
from bot.matching.features import Vector
from bot.matching.kernel import Recipe
from bot.matching.logistic import Numbers, sigmoid
from bot.matching.packing import as_array, as_texts, pack, single, unpack
from bot.matching.reader import Reader
from bot.matching.weights import Lexical

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
    lexical: Lexical
    straight: Vector
    squared: Vector
    weights: Numbers
    reader: Reader = field(default_factory=Reader.plain)

    def judge(self, texts: Sequence[str], encoder: Encoder) -> list[Likelihood]:
        """How likely each text is of one of the kinds."""
        support = self._support(texts, encoder)
        chances = sigmoid(grounds(support) @ self.weights).tolist()
        loudest = support.argmax(axis=1).tolist()
        return [Likelihood(chance, self.kinds[kind]) for chance, kind in zip(chances, loudest, strict=True)]

    def _support(self, texts: Sequence[str], encoder: Encoder) -> Vector:
        reads = [self.reader.phrase(text) for text in texts]
        embedded = encoder.encode([read.tidy for read in reads])
        rows: Vector = embedded @ self.straight
        rows += np.einsum("kne,ne->nk", embedded @ self.squared, embedded)
        for i, read in enumerate(reads):
            rows[i] += self.lexical.support(self.reader, read)
        return rows

    def written(self) -> bytes:
        """The detector in a file's form, of half precision: plenty for what is summed up from thousands."""
        arrays: dict[str, NDArray[Any]] = {"kinds": as_array(self.kinds), "weights": self.weights}
        arrays |= {"straight": self.straight, "squared": self.squared, **self.lexical.packed()}
        return pack(MADE_FROM, {name: _half(array) for name, array in arrays.items()}, small=True)

    @classmethod
    def read(cls, content: bytes) -> "Detector | None":
        """The detector that was written, None where the bytes hold none."""
        arrays = unpack(MADE_FROM, content)
        if arrays is None or not PARTS.issubset(arrays):
            return None
        straight, squared = single(arrays["straight"]), single(arrays["squared"])
        return cls(tuple(as_texts(arrays["kinds"])), Lexical.unpacked(arrays), straight, squared, arrays["weights"])


def grounds(support: Vector) -> Numbers:
    """What the chance rests on: the support of every kind from the loudest down, and 1."""
    return np.hstack([-np.sort(-support, axis=1), np.ones((len(support), 1))]).astype(np.float64)


def summed_up(embeddings: Vector, weights: Vector, recipe: Recipe) -> tuple[Vector, Vector]:
    """`straight` and `squared` of embeddings (phrases, dimensions) and weights (phrases, kinds)."""
    straight = np.float32(recipe.meaning) * (embeddings.T @ weights)
    squared = [np.float32(recipe.squared) * (embeddings.T * column) @ embeddings for column in weights.T]
    return straight, np.stack(squared)


def _half(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float16) if array.dtype == np.float32 else array
