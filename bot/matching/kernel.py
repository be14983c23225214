"""How alike two texts are: words, letters and meaning, weighed by a recipe."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.encoder import Encoder, Memory, embedded
from bot.matching.features import Index, Vector
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
    """Phrases to compare texts with. `embeddings` is None without an encoder."""

    reader: Reader
    words: Index
    letters: Index
    embeddings: Vector | None
    encoder: Encoder | None

    @classmethod
    def of(cls, phrases: Sequence[Read], reader: Reader, encoder: Encoder | None, memory: Memory | None) -> "Kernel":
        """Index the phrases and embed them; nothing of a message is ever remembered."""
        return cls(
            reader,
            Index.build(reader.words(phrase) for phrase in phrases),
            Index.build(reader.letters(phrase) for phrase in phrases),
            embedded([phrase.tidy for phrase in phrases], encoder, memory) if encoder else None,
            encoder,
        )

    def similarities(self, texts: Sequence[Read], recipe: Recipe) -> Vector:
        """Kernel of each text with each phrase, shape (texts, phrases)."""
        rows = np.empty((len(texts), self.words.size), np.float32)
        for i, text in enumerate(texts):
            rows[i] = self._lexical(text, recipe)
        if self.encoder and len(texts):
            self._add_meaning(rows, self.encoder.encode([text.tidy for text in texts]), recipe)
        return rows

    def among(self, phrases: Sequence[Read], chosen: range, recipe: Recipe) -> Triangle:
        """Kernel of chosen phrases (positions in `phrases`, which are the kernel's own) with each other."""
        rows = triangle(len(chosen))
        for i, block in enumerate(rows):
            own, left = chosen[i * BLOCK : (i + 1) * BLOCK], chosen[: (i + 1) * BLOCK]
            columns = slice(left.start, left.stop, left.step)
            for row, phrase in zip(block, own, strict=True):
                row[:] = self._lexical(phrases[phrase], recipe)[columns]
            if self.embeddings is not None:
                add_meaning(block, self.embeddings[list(own)] @ self.embeddings[columns].T, recipe)
        return rows

    def _lexical(self, text: Read, recipe: Recipe) -> Vector:
        words = self.words.similarities(self.reader.words(text))
        words *= recipe.words
        words += np.float32(recipe.letters) * self.letters.similarities(self.reader.letters(text))
        return words

    def _add_meaning(self, rows: Vector, embedded: Vector, recipe: Recipe) -> None:
        if self.embeddings is not None:
            add_meaning(rows, embedded @ self.embeddings.T, recipe)


def add_meaning(rows: Vector, cosine: Vector, recipe: Recipe) -> None:
    """Add what a recipe makes of the embeddings' cosine, which is overwritten."""
    rows += np.float32(recipe.meaning) * cosine
    np.square(cosine, out=cosine)
    rows += np.float32(recipe.squared) * cosine
