"""The corpus of tests/safety/: messages with what they are, and how well a screen tells them apart."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from bot.messages import LANGUAGES, Language, Level
from bot.safety.alarm import Alarm

Key = tuple[str, Language]
"""A class of messages (crisis, overdose, violence, illicit, lookalike, ordinary, or risk for the first four)."""


@dataclass(frozen=True, slots=True)
class Case:
    """A message of the corpus; `kind` is risk, lookalike or ordinary, `topic` is "" unless it is a risk."""

    text: str
    topic: str
    language: Language
    kind: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of a class's messages in [0, 1]: at concern or urgent, and at urgent alone."""

    count: int
    caught: float
    urgent: float

    @classmethod
    def of(cls, levels: list[Level]) -> "Shares":
        """The shares of some levels."""
        urgent = levels.count(Level.URGENT)
        return cls(len(levels), (urgent + levels.count(Level.CONCERN)) / len(levels), urgent / len(levels))


def parse_corpus(text: str) -> tuple[Case, ...]:
    """The cases of a CSV text with the columns text, label, class, lang, kind."""
    rows = csv.DictReader(text.splitlines())
    return tuple(Case(row["text"], row["class"], cast("Language", row["lang"]), row["kind"]) for row in rows)


def measure(look: Callable[[str], Alarm], cases: Iterable[Case]) -> Mapping[Key, Shares]:
    """The shares of every class in both languages, the risks also taken together."""
    levels: dict[Key, list[Level]] = {}
    for case in cases:
        level = look(case.text).level
        for name in {case.kind, case.topic or case.kind}:
            levels.setdefault((name, case.language), []).append(level)
    return {key: Shares.of(found) for key, found in sorted(levels.items())}


def report(shares: Mapping[Key, Shares]) -> str:
    """A table for people, one line a class and language."""
    head = f"{'class':<10} {'':<3} {'n':>5} {'caught':>7} {'urgent':>7}"
    rows = (
        f"{name:<10} {lang:<3} {s.count:>5} {s.caught:>7.3f} {s.urgent:>7.3f}" for (name, lang), s in shares.items()
    )
    return "\n".join([head, *rows])


def recall(shares: Mapping[Key, Shares]) -> dict[Language, Shares]:
    """The risks of each language taken together."""
    return {language: shares["risk", language] for language in LANGUAGES if ("risk", language) in shares}
