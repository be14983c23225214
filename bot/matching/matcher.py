"""The matcher: kernel ridge regression over phrases, which explains itself by the phrases that spoke."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.matching.encoder import Encoder, Memory, sentence_encoder
from bot.matching.features import Positions, Vector
from bot.matching.fitting import Task, fitted
from bot.matching.kernel import Kernel, Recipe
from bot.matching.phrases import Phrase, checked
from bot.matching.reader import Read, Reader
from bot.matching.results import NONE, Doubt, Match, Witness
from bot.matching.ridge import Ridge
from bot.messages import Language

FEW = 3
"""Phrases of a topic whose likeness is averaged, so that a single odd phrase does not speak for all."""


@dataclass(frozen=True)
class Scores:
    """How well texts fit topics, both of shape (texts, topics).

    `support` is the regression's: about 1 for a topic's own phrases, about 0 for others'. `nearest` is the mean of
    the best likeness and of the best few, in [0, 1].
    """

    support: Vector
    nearest: Vector


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
    recipe: Recipe
    ridge: Ridge

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
        words: Iterable[tuple[str, Language]] = (),
    ) -> "Matcher":
        """Learn from phrases; `words` are known to the speller beside those of the phrases. Raises ValueError."""
        known = checked(phrases)
        texts = [*((phrase.text, phrase.language) for phrase in known), *words]
        reader = Reader.of(texts, encoder.is_word if encoder else None, memory)
        reads = [reader.phrase(phrase.text) for phrase in known]
        topics = tuple(dict.fromkeys(phrase.topic for phrase in known))
        labels = np.array([topics.index(phrase.topic) for phrase in known])
        kernel = Kernel.of(reads, reader, encoder, memory)
        recipe, ridge = fitted(Task(kernel, reads, labels, len(topics)), known, memory)
        bounds = np.searchsorted(labels, np.arange(len(topics) + 1))
        return cls(known, topics, bounds, _places(topics, bounds), kernel, recipe, ridge)

    def rank(self, text: str) -> list[Match]:
        """Every topic but `none`, best first."""
        return self.rank_many([text])[0]

    def rank_many(self, texts: Iterable[str]) -> list[list[Match]]:
        """The same for many texts in one batch."""
        return [self.matches(row) for row in fits(self.scores([self.read(text) for text in texts]), self.topics)]

    def matches(self, fit: Vector) -> list[Match]:
        """Topics with their scores, best first; `fit` has the shape (topics,)."""
        pairs = [Match(topic, float(score)) for topic, score in zip(self.topics, fit, strict=True) if topic != NONE]
        return sorted(pairs, key=lambda match: -match.score)

    def read(self, text: str) -> Read:
        """A message as the matcher reads it."""
        return self.kernel.reader.message(text)

    def scores(self, reads: Sequence[Read]) -> Scores:
        """How well texts fit topics."""
        likeness = self.kernel.similarities(reads, self.recipe)
        padded = np.concatenate((likeness, np.zeros((len(reads), 1), np.float32)), axis=1)
        best = np.partition(padded[:, self.places], -FEW, axis=2)[:, :, -FEW:]
        nearest = (best.max(axis=2) + best.sum(axis=2) / np.minimum(np.diff(self.bounds), FEW)) / 2
        return Scores(likeness @ self.ridge.weights, np.clip(nearest / self.recipe.most, 0, 1))

    def witnesses(self, read: Read, topic: str, count: int) -> tuple[Witness, ...]:
        """The phrases with the greatest shares of a topic's support, for or against; all shares add up to it."""
        column = self.topics.index(topic)
        shares = self.kernel.similarities([read], self.recipe)[0] * self.ridge.weights[:, column]
        loudest = np.argsort(-np.abs(shares))[:count]
        return tuple(Witness(self.phrases[i].text, self.phrases[i].topic, float(shares[i])) for i in loudest)

    def doubts(self, margin: float = 0.2) -> list[Doubt]:
        """Phrases that all the others put nearer to another topic, by at least `margin` of support; worst first."""
        left_out = self.ridge.left_out
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


def fits(scores: Scores, topics: Sequence[str]) -> Vector:
    """Scores in [0, 1], shape (texts, topics): support and nearest likeness must both speak, and `none` against."""
    fit: Vector = np.sqrt(np.clip(scores.support, 0, 1) * scores.nearest)
    if NONE in topics:
        fit *= 1 - np.clip(scores.support[:, [topics.index(NONE)]], 0, 1)
    return fit
