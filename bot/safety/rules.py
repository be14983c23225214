"""The rules of safety.yaml, compiled: which of them speak for a sentence, and how loudly."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.knowledge.safety import LookAlike, Milder, Rule, SafetyFile, Wordings
from bot.messages import Level
from bot.safety.pattern import Group, Pattern, PatternError, parse
from bot.safety.words import fold

_MASK = "_"
_RIGHT_BEFORE = 3

Places = frozenset[int]
"""Where the words of a match stand in a sentence."""
Owner = TypeVar("Owner", Rule, LookAlike, Milder)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that speaks for a sentence; `milder` names the wording that lowered it, if any."""

    rule: Rule
    pattern: str
    level: Level
    words: tuple[str, ...]
    milder: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the rules find in one sentence. `calmer` says that it holds a look-alike or a milder wording."""

    hits: tuple[Hit, ...]
    calmer: bool


class Index(Generic[Owner]):
    """Patterns by the words of their anchors, each with its owner."""

    def __init__(self, owners: Iterable[Owner], groups: Mapping[str, Group], commonness: Mapping[str, int]) -> None:
        self._entries: dict[str, list[tuple[Pattern, Owner]]] = {}
        for owner in owners:
            for source in owner.any:
                pattern = parse(source, groups, commonness)
                for word in pattern.anchor.wordings:
                    self._entries.setdefault(word, []).append((pattern, owner))

    def find(self, words: Sequence[str]) -> Iterator[tuple[Owner, str, Places]]:
        """Every owner whose pattern a sentence holds, with that pattern and the places of the matching words."""
        for at, word in enumerate(words):
            for pattern, owner in self._entries.get(word, ()):
                places = pattern.find(words, at)
                if places:
                    yield owner, pattern.source, places


class Rules:
    """All rules, look-alikes and milder wordings of a safety.yaml."""

    def __init__(self, file: SafetyFile, commonness: Mapping[str, int]) -> None:
        groups = groups_of(file)
        self._rules = Index(file.rules, groups, commonness)
        self._look_alikes = Index(file.look_alikes, groups, commonness)
        self._milder = Index(file.milder, groups, commonness)

    def read(self, words: Sequence[str]) -> Sentence:
        """What a sentence holds, its look-alikes put aside first."""
        covered = {place for _, _, places in self._look_alikes.find(words) for place in places}
        seen = [_MASK if place in covered else word for place, word in enumerate(words)]
        found = list(self._rules.find(seen))
        milder = [(owner, places) for owner, _, places in self._milder.find(words)]
        hits = tuple(_hit(rule, source, places, seen, milder) for rule, source, places in found)
        return Sentence(hits, bool(covered) or any(not owner.right_before for owner, _ in milder))


def _hit(rule: Rule, source: str, places: Places, words: Sequence[str], milder: Sequence[tuple[Milder, Places]]) -> Hit:
    found = tuple(words[place] for place in sorted(places))
    if Level(rule.level) is Level.URGENT:
        for owner, around in milder:
            if rule.topic in owner.topics and (not owner.right_before or _precedes(around, places)):
                return Hit(rule, source, Level.CONCERN, found, owner.id)
    return Hit(rule, source, Level(rule.level), found)


def _precedes(before: Places, places: Places) -> bool:
    return 0 < min(places) - max(before) <= _RIGHT_BEFORE


def groups_of(file: SafetyFile) -> dict[str, Group]:
    """The groups of a file with the groups that they name filled in.

    Raises:
        PatternError: a group names one that does not stand before it.
    """
    groups: dict[str, Group] = {}
    for name, wordings in file.groups.items():
        groups[name] = tuple(w for wording in wordings for w in _filled(wording, groups))
    return groups


def _filled(wording: str, groups: Mapping[str, Group]) -> Group:
    if not wording.startswith("<"):
        return (tuple(fold(wording).split()),)
    name = wording.strip("<>")
    if name not in groups:
        raise PatternError(f"no group `{name}` before this one")
    return groups[name]


def wordings_of(file: SafetyFile) -> tuple[Wordings, ...]:
    """Everything of a file that holds patterns."""
    return (*file.rules, *file.look_alikes, *file.milder)


def vocabulary(file: SafetyFile) -> set[str]:
    """Every word that a safety.yaml names."""
    sources = [source for owner in wordings_of(file) for source in owner.any]
    parts = {part for source in sources for part in fold(source).replace("|", " ").replace("_", " ").split()}
    grouped = {word for wordings in groups_of(file).values() for wording in wordings for word in wording}
    return {word.removesuffix("?") for word in parts | grouped if word[0] not in "<.~^$"}
