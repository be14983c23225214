"""Typed words mended against the words of the phrases, by a noisy channel: likely words, few slips, fitting neighbours.

A candidate scores ln(times it occurs + the weight of its neighbours) less a price for each slip (Kernighan, Church and
Gale, A Spelling Correction Program Based on a Noisy Channel Model, 1990); the longer a word, the fewer others are as
near by chance, so the less it must score.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.keyboard import are_beside
from bot.matching.results import Correction
from bot.matching.vocabulary import Vocabulary
from bot.messages import LANGUAGES, Language

SLIP = 7.0
"""Price of a letter wrong, missing, doubled or swapped with the next."""
SWAPPED, CONSONANTS = 2.0, 1.5
"""What is off the price where all letters are there, and where all consonants are there in order."""
BESIDE = 2.0
"""What is off the price of each letter wrong where all wrong ones lie beside the right ones on a phone's keyboard."""
FIRST = 1.5
"""Added price where the first letter is another one, and not swapped: people seldom mistype it."""
VOWELS_GONE = 3.0
"""Price of leaving all vowels out: `mch`."""
NEIGHBOUR = 200
"""What a neighbour counts that stands beside the candidate in the phrases as in the message."""
START, LETTER = -1.0, 1.2
"""A candidate must score START - LETTER * the letters of the typed word."""
REAL = 3.0
"""What it must score more where the typed word is a real one that no phrase has."""
LEAD = 1.0
"""What it must score more than a typed word that phrases have, which is meant as typed more often than not."""
LONG = 5
"""Letters from which on two slips are possible."""
USUAL = 3
"""Times that a word occurs in the phrases from which on it is no misspelt name, and is worth its own skeleton."""
RARE = 8
"""Times below which a word of the phrases may still be a slip for a likelier one: phrases have slips of their own."""
MOST = 48
"""Unknown words mended in one message: a long text of gibberish must not cost seconds."""
REMEMBERED = 2048
VOWELS = frozenset("aeiou")
Candidates = tuple[tuple[str, float], ...]
"""Words with their price."""


@dataclass
class Speller:
    """Mends words by a vocabulary, less readily those that are real words otherwise (`is_word`).

    Remembers some candidates, which changes its speed and nothing else.
    """

    vocabulary: Vocabulary
    is_word: Callable[[str], bool]
    _by_length: dict[tuple[Language, int], list[str]] = field(default_factory=dict, repr=False)
    _by_skeleton: dict[tuple[Language, str], list[str]] = field(default_factory=dict, repr=False)
    _pools: dict[tuple[Language, int], list[str]] = field(default_factory=dict, repr=False)
    _remembered: dict[tuple[str, Language | None], Candidates] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Sort the vocabulary by length and by consonants."""
        for language in LANGUAGES:
            lengths: defaultdict[tuple[Language, int], list[str]] = defaultdict(list)
            skeletons: defaultdict[tuple[Language, str], list[str]] = defaultdict(list)
            for word, count in self.vocabulary.counts[language].items():
                if word.isalpha() and len(word) > 1:
                    lengths[language, len(word)].append(word)
                    if count >= USUAL:
                        skeletons[language, skeleton(word)].append(word)
            self._by_length |= lengths
            self._by_skeleton |= skeletons

    def mend(self, words: Sequence[str], language: Language | None) -> tuple[tuple[str, ...], tuple[Correction, ...]]:
        """The words with unknown ones replaced by the likeliest known ones of the language (None: of any)."""
        mended: list[str] = []
        corrections: list[Correction] = []
        for word, after in zip_longest(words, words[1:], fillvalue=""):
            read_as = word
            if len(corrections) < MOST and self._is_doubtful(word):
                read_as = self._likeliest(word, mended[-1] if mended else "", after, language)
            mended.append(read_as)
            if read_as != word:
                corrections.append(Correction(word, read_as))
        return tuple(mended), tuple(dict.fromkeys(corrections))

    def is_usual(self, word: str) -> bool:
        """Whether a word is so usual that it is surely meant as typed."""
        return self.vocabulary.times(word) >= USUAL

    def _is_doubtful(self, word: str) -> bool:
        return len(word) > 1 and word.isalpha() and self.vocabulary.times(word) < RARE

    def _likeliest(self, word: str, before: str, after: str, language: Language | None) -> str:
        def likely(other: str) -> float:
            pairs = self.vocabulary.pairs
            return log(self.vocabulary.times(other) + NEIGHBOUR * (pairs[before, other] + pairs[other, after]))

        scored = [(likely(other) - price, other) for other, price in self._candidates(word, language) if other != word]
        score, best = max(scored, default=(0.0, word))
        needed = START - LETTER * len(word)
        if self.vocabulary.knows(word):
            needed = max(needed, likely(word) + LEAD)
        elif self.is_word(word):
            needed += REAL
        return best if score >= needed else word

    def _candidates(self, word: str, language: Language | None) -> Candidates:
        if (word, language) not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            languages = (language,) if language else LANGUAGES
            found = (pair for key in languages for pair in self._search(word, key))
            self._remembered[word, language] = tuple(found)
        return self._remembered[word, language]

    def _search(self, word: str, language: Language) -> Candidates:
        slips = 2 if len(word) >= LONG else 1
        found = process.extract(
            word, self._pool(len(word), slips, language), scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        prices = {other: _price(word, other, count) for other, count, _ in found}
        if VOWELS.isdisjoint(word):
            full = self._by_skeleton.get((language, word), ())
            prices |= {other: min(prices.get(other, VOWELS_GONE), VOWELS_GONE) for other in full}
        return tuple(prices.items())

    def _pool(self, length: int, slips: int, language: Language) -> list[str]:
        """The words whose length lets them be meant."""
        if (language, length) not in self._pools:
            near = range(length - slips, length + slips + 1)
            self._pools[language, length] = [
                word for size in near for word in self._by_length.get((language, size), ())
            ]
        return self._pools[language, length]


def _price(typed: str, meant: str, slips: int) -> float:
    swapped = sorted(typed) == sorted(meant)
    price = SLIP * slips - SWAPPED * swapped - CONSONANTS * (skeleton(typed) == skeleton(meant))
    price -= BESIDE * slips * are_beside(typed, meant)
    return price + FIRST * (typed[0] != meant[0] and not swapped)


def skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once: `much` and `mch` share theirs."""
    kept = [char for char in word if char not in VOWELS]
    return "".join(char for i, char in enumerate(kept) if not i or kept[i - 1] != char)
