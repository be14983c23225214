"""The matcher: kernel ridge regression over phrases, which explains itself by the phrases that spoke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.matching.encoder import Encoder, Memory, sentence_encoder
from bot.matching.features import Positions, Vector
from bot.matching.fitting import Fit, Task, fitted
from bot.matching.kernel import Kernel
from bot.matching.phrases import Phrase, checked
from bot.matching.reader import Read, Reader
from bot.matching.results import NONE, Doubt, Match, Witness

FEW = 3
"""Phrases of a topic whose likeness is averaged, so that a single odd phrase does not speak for all."""


@dataclass(frozen=True)
class Matcher:
    """Ranks topics for a text. Phrases are sorted by topic: those of topic t are bounds[t]:bounds[t + 1].

    `places` (topics, most phrases of a topic) holds the same positions, filled up with the number of phrases, and
    nothing but that for `none`.
    """

    phrases: tuple[Phrase, ...]
    topics: tuple[str, ...]
    bounds: Positions
    places: Positions
    kernel: Kernel
    learned: Fit

    @classmethod
    def fit(
        cls,
        phrases: Iterable[tuple[str, str]],
        *,
        encoder: Encoder | Literal["installed"] | None = "installed",
        memory: Memory | None = None,
    ) -> "Matcher":
        """Learn from (phrase, topic id) pairs; `none` is the topic of phrases that belong to no topic.

        Raises:
            ValueError: there are no phrases, only one topic, or an empty phrase.
        """
        pairs = [Phrase(topic, text) for text, topic in phrases]
        return cls.learn(pairs, sentence_encoder() if encoder == "installed" else encoder, memory)

    @classmethod
    def learn(
        cls,
        phrases: Iterable[Phrase],
        encoder: Encoder | None,
        memory: Memory | None = None,
        reader: Reader | None = None,
    ) -> "Matcher":
        """Learn from phrases; a `reader` may know more words than theirs. Raises ValueError."""
        known = checked(phrases)
        reader = reader or Reader.of([(phrase.text, phrase.language) for phrase in known], encoder, memory)
        topics = tuple(dict.fromkeys(phrase.topic for phrase in known))
        labels = np.array([topics.index(phrase.topic) for phrase in known])
        kernel = Kernel.of((phrase.text for phrase in known), reader, encoder, memory)
        learned = fitted(Task(kernel, labels, len(topics)), known, memory)
        bounds = np.searchsorted(labels, np.arange(len(topics) + 1))
        return cls(known, topics, bounds, _places(topics, bounds), kernel, learned)

    def rank(self, text: str) -> list[Match]:
        """Every topic but `none`, best first."""
        return self.rank_many([text])[0]

    def rank_many(self, texts: Iterable[str]) -> list[list[Match]]:
        """The same for many texts in one batch."""
        fits = self.fits([self.read(text) for text in texts])
        return [self.matches(row) for row in fits]

    def matches(self, fit: Vector) -> list[Match]:
        """Topics with their scores, best first; `fit` has the shape (topics,)."""
        pairs = [Match(topic, float(score)) for topic, score in zip(self.topics, fit, strict=True) if topic != NONE]
        return sorted(pairs, key=lambda match: -match.score)

    def read(self, text: str) -> Read:
        """A message as the matcher reads it."""
        return self.kernel.reader.message(text)

    def support(self, reads: Sequence[Read]) -> Vector:
        """The regression's prediction, shape (texts, topics): about 1 for a topic's own phrases, about 0 otherwise."""
        learned = self.learned
        rows = np.zeros((len(reads), len(self.topics)), np.float32)
        for i, read in enumerate(reads):
            rows[i] = learned.lexical.support(self.kernel.reader, read)
        if self.kernel.encoder:
            rows += self.kernel.meaning(reads, learned.recipe) @ learned.ridge.weights
        return rows

    def fits(self, reads: Sequence[Read]) -> Vector:
        """Scores in [0, 1], shape (texts, topics): support and nearest likeness must both speak, and `none` against.

        The nearest likeness is the mean of the best and of the best few phrases of a topic.
        """
        recipe = self.learned.recipe
        likeness = self.kernel.similarities(reads, recipe)
        support = np.clip(likeness @ self.learned.ridge.weights, 0, 1)
        padded = np.concatenate((likeness, np.zeros((len(reads), 1), np.float32)), axis=1)
        best = np.partition(padded[:, self.places], -FEW, axis=2)[:, :, -FEW:]
        nearest = (best.max(axis=2) + best.sum(axis=2) / np.minimum(np.diff(self.bounds), FEW)) / 2
        fit: Vector = np.sqrt(support * np.clip(nearest / recipe.most, 0, 1))
        if NONE in self.topics:
            fit *= 1 - support[:, [self.topics.index(NONE)]]
        return fit

    def witnesses(self, read: Read, topic: str, count: int) -> tuple[Witness, ...]:
        """The phrases with the greatest shares of a topic's support, for or against; all shares add up to it."""
        column = self.topics.index(topic)
        shares = self.kernel.similarities([read], self.learned.recipe)[0] * self.learned.ridge.weights[:, column]
        loudest = np.argsort(-np.abs(shares))[:count]
        return tuple(Witness(self.phrases[i].text, self.phrases[i].topic, float(shares[i])) for i in loudest)

    def doubts(self, margin: float = 0.2) -> list[Doubt]:
        """Phrases that all the others put nearer to another topic, by at least `margin` of support; worst first."""
        left_out = self.learned.ridge.left_out
        labels = np.repeat(np.arange(len(self.topics)), np.diff(self.bounds))
        own = left_out[np.arange(len(labels)), labels]
        best = left_out.argmax(axis=1)
        lead = left_out.max(axis=1) - own
        worst = [i for i in np.argsort(-lead) if lead[i] >= margin]
        return [Doubt(self.phrases[i].text, self.phrases[i].topic, self.topics[best[i]], float(lead[i])) for i in worst]


def _places(topics: Sequence[str], bounds: Positions) -> Positions:
    sizes = [0 if topic == NONE else size for topic, size in zip(topics, np.diff(bounds).tolist(), strict=True)]
    places = np.full((len(topics), max(FEW, *sizes)), bounds[-1])
    for row, start, size in zip(places, bounds.tolist(), sizes, strict=False):
        row[:size] = range(start, start + size)
    return places
