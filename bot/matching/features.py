"""Words and letter groups as TF-IDF vectors over an inverted index: plain numpy, nothing dense."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Positions = NDArray[np.intp]
Stem = Callable[[str], str]
LETTER_GROUPS = range(2, 6)


def word_features(words: Sequence[str], stem: Stem) -> list[str]:
    """Stemmed words and pairs of neighbours."""
    stems = [stem(word) for word in words]
    return stems + [f"{left} {right}" for left, right in pairwise(stems)]


def letter_features(words: Sequence[str]) -> list[str]:
    """Groups of two to five letters inside words, their ends marked by a space."""
    padded = [f" {word} " for word in words]
    return [
        word[start : start + size] for word in padded for size in LETTER_GROUPS for start in range(len(word) - size + 1)
    ]


@dataclass(frozen=True)
class Index:
    """Phrases by feature. Posting list f is ids[starts[f]:starts[f + 1]] with the weights beside it.

    Weights are (1 + ln tf) * idf, each phrase of length one; idf = 1 + ln((1 + n) / (1 + df)) as in scikit-learn.
    """

    size: int
    feature_ids: dict[str, int]
    idf: Vector
    starts: Positions
    ids: NDArray[np.int32]
    weights: Vector

    @classmethod
    def build(cls, rows: Iterable[Sequence[str]]) -> "Index":
        """Index the features of phrases, one row each, taken one by one: together they would fill much memory."""
        feature_ids: dict[str, int] = {}
        taken, times, sizes = array("i"), array("f"), array("i")
        for row in rows:
            counted = Counter(row)
            taken.extend(feature_ids.setdefault(feature, len(feature_ids)) for feature in counted)
            times.extend(counted.values())
            sizes.append(len(counted))
        columns, tf, lengths = np.array(taken, np.int32), np.array(times, np.float32), np.array(sizes, np.intp)
        frequency = np.bincount(columns, minlength=len(feature_ids))
        idf = (1 + np.log((1 + len(lengths)) / (1 + frequency))).astype(np.float32)
        phrase = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        weights = (1 + np.log(tf)) * idf[columns]
        norms = np.sqrt(np.bincount(phrase, weights**2, minlength=len(lengths)))
        weights /= np.maximum(norms, 1e-9)[phrase]
        order = np.argsort(columns, kind="stable")
        starts = np.concatenate(([0], np.cumsum(frequency))).astype(np.intp)
        return cls(len(lengths), feature_ids, idf, starts, phrase[order], weights[order].astype(np.float32))

    def similarities(self, features: Sequence[str]) -> Vector:
        """Cosine of these features with every phrase, shape (size,); features that no phrase has are left out."""
        columns, weights = weighed(features, self.feature_ids, self.idf)
        return self._spread(columns, weights) if len(columns) else np.zeros(self.size, np.float32)

    def _spread(self, columns: Positions, weights: Vector) -> Vector:
        begin, end = self.starts[columns], self.starts[columns + 1]
        spans = [slice(*span) for span in zip(begin.tolist(), end.tolist(), strict=True)]
        ids = np.concatenate([self.ids[span] for span in spans])
        shares = np.concatenate([self.weights[span] for span in spans])
        shares *= np.repeat(weights, end - begin)
        return np.bincount(ids, shares, minlength=self.size).astype(np.float32)


def weighed(features: Sequence[str], feature_ids: Mapping[str, int], idf: Vector) -> tuple[Positions, Vector]:
    """The numbers of the features that are known and their TF-IDF weights, together of length one."""
    known = [(feature_ids[feature], tf) for feature, tf in Counter(features).items() if feature in feature_ids]
    columns = np.array([column for column, _ in known], np.intp)
    weights = (1 + np.log(np.array([tf for _, tf in known], np.float32))) * idf[columns]
    return columns, weights / max(np.sqrt(np.square(weights).sum()), np.float32(1e-9))
