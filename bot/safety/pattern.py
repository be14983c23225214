"""The pattern language of safety.yaml: words in order, with groups, choices and gaps, matched over a sentence.

`i|we`           one of these words            `<kill>`   a word or phrase of the group `kill`
`word?`          may be left out               `~`        one word of any kind, or none
`..`  `...`      up to 3, up to 6 words between
`^`  `$`         the sentence begins, ends here
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.safety.words import fold

Group = tuple[tuple[str, ...], ...]
"""The wordings of a group, each one or several words."""
_EDGES = frozenset("^$")
GAPS = {"~": 1, "..": 3, "...": 6}


class PatternError(ValueError):
    """Raised when a pattern names no known group or holds nothing to look for."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern: wordings by their first word, a gap of up to `gap` words, or an edge of the sentence."""

    wordings: Mapping[str, Group]
    gap: int = 0
    edge: bool = False
    optional: bool = False

    def turned(self) -> "Element":
        """The same for reading from right to left."""
        turned = tuple(wording[::-1] for several in self.wordings.values() for wording in several)
        return replace(self, wordings=_by_first(turned))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern around its anchor, the element whose words are rarest elsewhere, so that few places are tried."""

    source: str
    before: tuple[Element, ...]
    anchor: Element
    after: tuple[Element, ...]

    def find(self, words: Sequence[str], at: int) -> frozenset[int]:
        """The places of the words that match with the anchor at `at`, gaps left out; empty if they do not."""
        for wording in self.anchor.wordings.get(words[at], ()):
            end = at + len(wording)
            if tuple(words[at:end]) != wording:
                continue
            right = _walk(self.after, words, end, 1)
            left = _walk(self.before, words, at - 1, -1) if right is not None else None
            if left is not None and right is not None:
                return frozenset(range(at, end)).union(left, right)
        return frozenset()


def _walk(elements: Sequence[Element], words: Sequence[str], at: int, step: int) -> tuple[int, ...] | None:
    """The places that the elements take from `at` on in one direction, or None."""
    if not elements:
        return ()
    first, rest = elements[0], elements[1:]
    for taken, after in _steps(first, words, at, step):
        found = _walk(rest, words, after, step)
        if found is not None:
            return (*taken, *found)
    return None


def _steps(element: Element, words: Sequence[str], at: int, step: int) -> Iterator[tuple[tuple[int, ...], int]]:
    inside = 0 <= at < len(words)
    for wording in element.wordings.get(words[at], ()) if inside else ():
        places = tuple(range(at, at + step * len(wording), step))
        if 0 <= places[-1] < len(words) and all(words[p] == w for p, w in zip(places, wording, strict=True)):
            yield places, places[-1] + step
    if element.optional or (element.edge and not inside):
        yield (), at
    yield from (((), at + step * n) for n in range(1, element.gap + 1))


def parse(source: str, groups: Mapping[str, Group], commonness: Mapping[str, int]) -> Pattern:
    """Read a pattern.

    Raises:
        PatternError: for an unknown group, or a pattern without a word that must be there.
    """
    elements = [_element(part, groups) for part in fold(source).split()]
    firm = [i for i, element in enumerate(elements) if element.wordings and not (element.optional or element.edge)]
    if not firm:
        raise PatternError(f"`{source}` holds no word that must be there")
    anchor = min(firm, key=lambda i: sum(commonness.get(word, 0) for word in elements[i].wordings))
    before = tuple(element.turned() for element in reversed(elements[:anchor]))
    return Pattern(source, before, elements[anchor], tuple(elements[anchor + 1 :]))


def _element(part: str, groups: Mapping[str, Group]) -> Element:
    if part in GAPS:
        return Element({}, gap=GAPS[part], optional=True)
    choices = set(part.removesuffix("?").split("|"))
    wordings = tuple(wording for choice in sorted(choices - _EDGES) for wording in _wordings(choice, groups))
    return Element(_by_first(wordings), edge=bool(choices & _EDGES), optional=part.endswith("?"))


def _wordings(choice: str, groups: Mapping[str, Group]) -> Group:
    if not choice.startswith("<"):
        return (tuple(choice.split("_")),)
    name = choice.strip("<>")
    if name not in groups:
        raise PatternError(f"no group `{name}`")
    return groups[name]


def _by_first(wordings: Group) -> dict[str, Group]:
    firsts = dict.fromkeys(wording[0] for wording in wordings)
    return {first: tuple(w for w in wordings if w[0] == first) for first in firsts}
