"""Conditions named in a message: `do you treat lupus` means the same as `do you treat depression`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.matching.normalize import tokens
from bot.matching.reader import Read
from bot.messages import Language

TOPIC = "conditions"
"""The topic that answers which conditions are treated."""
SHORTEST = 6
NEAR = 0.85
"""Least Damerau-Levenshtein normalized similarity of a misspelt name of at least SHORTEST letters."""
STAND_IN = {"en": "depression", "es": "depresion"}
"""Put in the place of any condition: the phrases ask about this one most, so that what is asked about it shows."""
FRAME = frozenset(
    tokens(
        "a about also and any anything bad chronic como con de do does el en for got had has have hay i is la las los "
        "me mi my no of or para por que severe some sobre tengo tiene the treat un una what with y"
    )
)
"""Words that leave a message a bare mention of a condition, as in `what about my ptsd`."""


class Named(Protocol):
    """A condition as the editors name it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def words(self) -> "ByLanguage":
        """Its names and what people call it."""


class ByLanguage(Protocol):
    """Words by language."""

    @property
    def en(self) -> tuple[str, ...]:
        """English ones."""

    @property
    def es(self) -> tuple[str, ...]:
        """Spanish ones."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A condition named in a message: its id, and the positions of its words."""

    condition: str
    start: int
    stop: int

    def is_bare(self, words: Sequence[str]) -> bool:
        """Whether the message says hardly more than the name."""
        return FRAME.issuperset(words[: self.start]) and FRAME.issuperset(words[self.stop :])

    def replaced(self, words: Sequence[str], language: Language | None) -> Read:
        """The message with the stand-in in the condition's place."""
        stand_in = STAND_IN[language or "en"]
        return _read((*words[: self.start], stand_in, *words[self.stop :]))

    def left_out(self, words: Sequence[str]) -> Read:
        """The message without the condition: what it asks about it."""
        return _read((*words[: self.start], *words[self.stop :]))


def _read(words: Sequence[str]) -> Read:
    return Read(" ".join(words), tuple(words))


@dataclass(frozen=True)
class Conditions:
    """Finds conditions by the words of their names."""

    ids: Mapping[tuple[str, ...], str]
    longest: int
    single: tuple[str, ...]

    @classmethod
    def of(cls, conditions: Iterable[Named]) -> "Conditions":
        """Conditions with all their names; where two share one, the earlier keeps it."""
        ids: dict[tuple[str, ...], str] = {}
        for condition in conditions:
            for name in (*condition.words.en, *condition.words.es):
                ids.setdefault(tokens(name), condition.id)
        ids.pop((), None)
        return cls(ids, max(map(len, ids), default=0), tuple(name[0] for name in ids if len(name) == 1))

    def find(self, words: Sequence[str], is_usual: Callable[[str], bool]) -> Mention | None:
        """The condition named with the most words; of several the first; none exactly, then a misspelt one.

        A usual word is no misspelling: `morning` is not `mourning`.
        """
        return self._exact(words) or self._near(words, is_usual)

    def _near(self, words: Sequence[str], is_usual: Callable[[str], bool]) -> Mention | None:
        for start, word in enumerate(words):
            names = () if len(word) < SHORTEST or is_usual(word) else self.single
            found = process.extractOne(word, names, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=NEAR)
            if found:
                return Mention(self.ids[found[0],], start, start + 1)
        return None

    def _exact(self, words: Sequence[str]) -> Mention | None:
        for size in range(min(self.longest, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                condition = self.ids.get(tuple(words[start : start + size]))
                if condition:
                    return Mention(condition, start, start + size)
        return None


def spoken(conditions: Iterable[Named]) -> list[tuple[str, Language]]:
    """All names with their language, for the speller."""
    pairs: list[tuple[str, Language]] = []
    for condition in conditions:
        pairs += [(name, "en") for name in condition.words.en]
        pairs += [(name, "es") for name in condition.words.es]
    return pairs
