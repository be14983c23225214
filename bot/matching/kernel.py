"""How alike two texts are: words, letters and meaning, weighed by a recipe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bot.matching.encoder import Encoder, Memory, embedded
from bot.matching.features import Index, Vector
from bot.matching.normalize import tidy
from bot.matching.reader import Read, Reader
from bot.matching.ridge import BLOCK, Triangle, triangle


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights of the parts of the kernel, and the ridge (lambda).

    `squared` weighs the square of the embeddings' cosine, a kernel too (Schur product theorem): it keeps close
    meanings and plays down the vague likeness that all short questions share.
    """

    words: float = 1.0
    letters: float = 1.0
    meaning: float = 0.0
    squared: float = 0.0
    ridge: float = 0.5

    @property
    def most(self) -> float:
        """The kernel of a text with itself."""
        return self.words + self.letters + self.meaning + self.squared


@dataclass(frozen=True)
class Kernel:
    """Phrases to compare texts with. `embeddings` is None without an encoder.

    Reading and indexing all phrases takes seconds: it waits until somebody fits or explains.
    """

    reader: Reader
    phrases: tuple[str, ...]
    embeddings: Vector | None
    encoder: Encoder | None

    @classmethod
    def of(cls, phrases: Iterable[str], reader: Reader, encoder: Encoder | None, memory: Memory | None) -> "Kernel":
        """Embed the phrases; nothing of a message is ever remembered."""
        texts = tuple(phrases)
        embeddings = embedded([tidy(text) for text in texts], encoder, memory) if encoder else None
        return cls(reader, texts, embeddings, encoder)

    @cached_property
    def reads(self) -> list[Read]:
        """The phrases as read."""
        return [self.reader.phrase(text) for text in self.phrases]

    @cached_property
    def words(self) -> Index:
        """The words of the phrases."""
        return Index.build(self.reader.words(read) for read in self.reads)

    @cached_property
    def letters(self) -> Index:
        """The letter groups of the phrases."""
        return Index.build(self.reader.letters(read) for read in self.reads)

    def similarities(self, texts: Sequence[Read], recipe: Recipe) -> Vector:
        """Kernel of each text with each phrase, shape (texts, phrases)."""
        rows = np.empty((len(texts), len(self.phrases)), np.float32)
        for i, text in enumerate(texts):
            rows[i] = self._lexical(text, recipe)
        if self.encoder:
            rows += self.meaning(texts, recipe)
        return rows

    def meaning(self, texts: Sequence[Read], recipe: Recipe) -> Vector:
        """The share of meaning in it, shape (texts, phrases); 0 without an encoder."""
        rows = np.zeros((len(texts), len(self.phrases)), np.float32)
        if self.embeddings is not None and self.encoder and texts:
            add_meaning(rows, self.encoder.encode([text.tidy for text in texts]) @ self.embeddings.T, recipe)
        return rows

    def among(self, chosen: range, recipe: Recipe) -> Triangle:
        """Kernel of chosen phrases (their positions) with each other."""
        rows = triangle(len(chosen))
        for i, block in enumerate(rows):
            own, left = chosen[i * BLOCK : (i + 1) * BLOCK], chosen[: (i + 1) * BLOCK]
            columns = slice(left.start, left.stop, left.step)
            for row, phrase in zip(block, own, strict=True):
                row[:] = self._lexical(self.reads[phrase], recipe)[columns]
            if self.embeddings is not None:
                add_meaning(block, self.embeddings[list(own)] @ self.embeddings[columns].T, recipe)
        return rows

    def _lexical(self, text: Read, recipe: Recipe) -> Vector:
        words = self.words.similarities(self.reader.words(text))
        words *= recipe.words
        words += np.float32(recipe.letters) * self.letters.similarities(self.reader.letters(text))
        return words


def add_meaning(rows: Vector, cosine: Vector, recipe: Recipe) -> None:
    """Add what a recipe makes of the embeddings' cosine, which is overwritten."""
    rows += np.float32(recipe.meaning) * cosine
    np.square(cosine, out=cosine)
    rows += np.float32(recipe.squared) * cosine
