"""Typed words mended against the words of the phrases; known words, numbers and very short words stay."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import log

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.matching.results import Correction
from bot.matching.vocabulary import Vocabulary
from bot.messages import LANGUAGES, Language

NEAR = 0.75
"""Least Damerau-Levenshtein normalized similarity (1 - distance / longer length) of a mend, advantages included."""
FAR = 0.65
ADVANTAGE = 0.05
"""What the same first letter, and the same consonants, count for a word."""
SHORTEST = 4
USUAL = 3
"""Times that a word occurs in the phrases from which on it is usual, and common."""
MOST = 48
"""Unknown words mended in one message: a long text of gibberish must not cost seconds."""
REMEMBERED = 2048
VOWELS = frozenset("aeiou")


@dataclass
class Speller:
    """Mends words by a vocabulary, unless they are known otherwise (`is_word`).

    Remembers some answers, which changes its speed and nothing else.
    """

    vocabulary: Vocabulary
    is_word: Callable[[str], bool]
    _by_length: dict[tuple[Language, int], list[str]] = field(default_factory=dict, repr=False)
    _by_skeleton: dict[tuple[Language, str], str] = field(default_factory=dict, repr=False)
    _remembered: dict[tuple[str, Language | None], str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Sort the vocabulary by length and by consonants."""
        for language in LANGUAGES:
            lengths: defaultdict[int, list[str]] = defaultdict(list)
            for word, count in self.vocabulary.counts[language].most_common():
                if word.isalpha() and len(word) > 1:
                    lengths[len(word)].append(word)
                    if count >= USUAL:
                        self._by_skeleton.setdefault((language, skeleton(word)), word)
            self._by_length |= {(language, length): words for length, words in lengths.items()}

    def mend(self, words: Iterable[str], language: Language | None) -> tuple[tuple[str, ...], tuple[Correction, ...]]:
        """The words with unknown ones replaced by the nearest known ones of the language (None: of any)."""
        mended: list[str] = []
        corrections: list[Correction] = []
        for word in words:
            read_as = self.word(word, language) if len(corrections) < MOST else word
            mended.append(read_as)
            if read_as != word:
                corrections.append(Correction(word, read_as))
        return tuple(mended), tuple(dict.fromkeys(corrections))

    def word(self, word: str, language: Language | None) -> str:
        """The nearest known word, or the word itself where none is near."""
        if self.vocabulary.knows(word) or not word.isalpha():
            return word
        if (word, language) not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[word, language] = self._search(word, language)
        return self._remembered[word, language]

    def is_usual(self, word: str) -> bool:
        """Whether a word is so usual that it is surely meant as typed."""
        return self.vocabulary.times(word) >= USUAL

    def _search(self, word: str, language: Language | None) -> str:
        languages = (language,) if language else LANGUAGES
        if VOWELS.isdisjoint(word) and len(word) > 1:
            return next((full for key in languages if (full := self._by_skeleton.get((key, word)))), word)
        if len(word) < SHORTEST or self.is_word(word):
            return word
        near = [found for key in languages for found in self._near(word, key)]
        return max(near, key=lambda found: found[1])[0] if near else word

    def _near(self, word: str, language: Language) -> list[tuple[str, float]]:
        lengths = range(int(len(word) * FAR), int(len(word) / FAR) + 1)
        words = [other for length in lengths for other in self._by_length.get((language, length), ())]
        found = process.extract(word, words, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=FAR, limit=9)
        near = [(other, similarity + _likeness(word, other)) for other, similarity, _ in found]
        counts = self.vocabulary.counts[language]
        return [(other, score + 0.01 * log(counts[other])) for other, score in near if score >= NEAR]


def _likeness(typed: str, meant: str) -> float:
    return ADVANTAGE * (typed[0] == meant[0]) + ADVANTAGE * (skeleton(typed) == skeleton(meant))


def skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once: `much` and `mch` share theirs."""
    kept = [char for char in word if char not in VOWELS]
    return "".join(char for i, char in enumerate(kept) if not i or kept[i - 1] != char)
