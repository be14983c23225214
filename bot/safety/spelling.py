"""Reads a mistyped word as the nearest word of the safety rules, unless it is a word that patients use otherwise."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LEET = tuple(str.maketrans("0134578@$", f"o{one}eastbas") for one in "il")
_AMOUNT = re.compile(r"(\d+)([a-z]+)")
_YEAR = re.compile(r"(19|20)\d\d")
_TWICE = re.compile(r"(.)\1")
_SHORTEST_FUZZY = 4
_LONG = 8
_SHORTEST_GLUED = 6
_LONGEST_GLUED = 40
MOST_UNKNOWN = 150
"""Unknown words of one message that are looked up, which bounds the time that any text takes."""
_ALONE = frozenset("iyao")


class Speller:
    """Knows the words of the rules (`wanted`) and those of everyday questions (`ordinary`), which stay as they are."""

    def __init__(self, wanted: Iterable[str], ordinary: Iterable[str]) -> None:
        self._wanted = frozenset(wanted)
        self._known = self._wanted | frozenset(ordinary)
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._wanted):
            for length in range(len(word) - 2, len(word) + 3):
                self._near[word[0], length].append(word)

    def read_all(self, sentences: Iterable[Iterable[str]]) -> list[list[str]]:
        """The words meant by the words of sentences; after MOST_UNKNOWN unknown ones the rest stay as typed."""
        tries = iter(range(MOST_UNKNOWN))
        return [[meant for word in words for meant in self._read(word, tries)] for words in sentences]

    def _read(self, word: str, tries: Iterator[int]) -> list[str]:
        known = word in self._known or word.isdigit()
        return self.read(word) if known or next(tries, None) is not None else [word]

    def read(self, word: str) -> list[str]:
        """The words meant by one typed word: itself, a corrected one, or several that lost their spaces.

        A figure that no rule names is read as `#`, a year as `#year`.
        """
        if word in self._wanted or (word in self._known and not word.isdigit()):
            return [word]
        if word.isdigit():
            return ["#year" if _YEAR.fullmatch(word) else "#"]
        return self._by_shape(word) or self._amount(word) or self._by_distance(word) or self._apart(word) or [word]

    def _amount(self, word: str) -> list[str]:
        match = _AMOUNT.fullmatch(word)
        return ["#", match[2]] if match else []

    def _by_shape(self, word: str) -> list[str]:
        shapes = [word.translate(leet) for leet in _LEET] if not word.isalpha() else [word]
        shapes += [_TWICE.sub(r"\1", shape) for shape in shapes]
        return next(([shape] for shape in shapes if shape in self._known), [])

    def _by_distance(self, word: str) -> list[str]:
        if len(word) < _SHORTEST_FUZZY or any(char.isdigit() for char in word):
            return []
        most = 2 if len(word) >= _LONG else 1
        near = self._near.get((word[0], len(word)), [])
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=most)
        return [found[0]] if found and len(found[0]) >= _SHORTEST_FUZZY else []

    def _apart(self, word: str) -> list[str]:
        """The fewest known words that make up a word typed without spaces."""
        if not _SHORTEST_GLUED <= len(word) <= _LONGEST_GLUED:
            return []
        best: list[list[str] | None] = [[], *[None] * len(word)]
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 14), end):
                head, piece = best[start], word[start:end]
                if head is None or piece not in self._wanted or (end - start == 1 and piece not in _ALONE):
                    continue
                if best[end] is None or len(head) + 1 < len(best[end] or ()):
                    best[end] = [*head, piece]
        return best[-1] or []
