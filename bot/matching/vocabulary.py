"""The words of the phrases, counted by language: they decide what a message is written in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.normalize import tokens
from bot.matching.packing import Arrays, as_array, as_texts
from bot.messages import LANGUAGES, Language

TELLING = log(9)
"""Log-odds from which a message counts as written in a language: nine to one."""


@dataclass(frozen=True)
class Vocabulary:
    """How often each word occurs in the phrases of each language; accents and `¿` count as words of their own."""

    counts: Mapping[Language, Counter[str]]
    pairs: Counter[tuple[str, str]]
    """How often two words stand side by side, whatever the language."""

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, Language]]) -> "Vocabulary":
        """Count the words of (phrase, language) pairs."""
        counts: dict[Language, Counter[str]] = {language: Counter() for language in LANGUAGES}
        pairs: Counter[tuple[str, str]] = Counter()
        for phrase, language in phrases:
            counts[language].update(evidence(phrase))
            pairs.update(pairwise(tokens(phrase)))
        return cls(counts, pairs)

    def packed(self) -> dict[str, NDArray[Any]]:
        """The counts as arrays; words of pairs by their number."""
        number = {word: i for i, word in enumerate(self.words)}
        arrays: dict[str, NDArray[Any]] = {
            key: np.array([counted[word] for word in self.words], np.int32) for key, counted in self.counts.items()
        }
        pairs = [(number[left], number[right], times) for (left, right), times in self.pairs.items()]
        return arrays | {"words": as_array(self.words), "pairs": np.array(pairs, np.int32).reshape(-1, 3)}

    @classmethod
    def unpacked(cls, arrays: Arrays) -> "Vocabulary":
        """The vocabulary that was packed."""
        words = as_texts(arrays["words"])
        counts = {
            key: Counter({word: n for word, n in zip(words, arrays[key].tolist(), strict=True) if n})
            for key in LANGUAGES
        }
        pairs = arrays["pairs"].tolist()
        return cls(counts, Counter({(words[left], words[right]): times for left, right, times in pairs}))

    @cached_property
    def totals(self) -> Mapping[Language, int]:
        """How many words were counted, by language."""
        return {language: counted.total() for language, counted in self.counts.items()}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word in alphabetical order."""
        return tuple(sorted(set().union(*self.counts.values())))

    def knows(self, word: str) -> bool:
        """Whether the phrases of any language hold the word."""
        return any(word in counted for counted in self.counts.values())

    def times(self, word: str) -> int:
        """How often the phrases hold the word, in the language that has it most."""
        return max(counted[word] for counted in self.counts.values())

    def leaning(self, word: str) -> float:
        """Log-odds of Spanish against English for one word, each count raised by a half; 0 for an unknown word."""
        if not self.knows(word) or not all(self.totals.values()):
            return 0.0
        spanish = (self.counts["es"][word] + 0.5) / self.totals["es"]
        return log(spanish * self.totals["en"] / (self.counts["en"][word] + 0.5))

    def home(self, word: str) -> Language:
        """The language in which a word is at home: its stemmer reads it."""
        if self.leaning(word):
            return "es" if self.leaning(word) > 0 else "en"
        return "es" if self.totals["es"] and not self.totals["en"] else "en"

    def language(self, text: str) -> Language | None:
        """What a text is written in, or None where its words do not tell."""
        return self.tell(evidence(text))

    def tell(self, words: Sequence[str]) -> Language | None:
        """What these words are written in, or None where they do not tell."""
        leaning = sum(map(self.leaning, words))
        if abs(leaning) < TELLING:
            return None
        return "es" if leaning > 0 else "en"


def evidence(text: str) -> tuple[str, ...]:
    """The words of a text and, once each, the letters and signs that only some languages write."""
    return (*tokens(text), *sorted({char for char in text.casefold() if char in "áéíóúñ¿¡"}))
