"""What the screen's own detector learns from: danger, what only sounds like it, and the nearest ordinary phrases."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge import Knowledge
from bot.knowledge.fold import fold
from bot.matching import NONE, Matcher, Memory, Phrase
from bot.messages import LANGUAGES
from bot.safety.alarm import TOPICS

NEAREST = 4500
"""Ordinary phrases that are learned: all would cost twice the memory and time, and the far ones teach nothing."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A memory's own corner for the detector, so that two matchers do not put each other's things away.

    What it does not hold yet is looked for under the matcher's name: most phrases are the same.
    """

    memory: Memory

    def get(self, name: str) -> bytes | None:
        """What was put here under a name, or what the matcher put there, or None."""
        return self.memory.get(f"safety-{name}") or self.memory.get(name)

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""
        self.memory.put(f"safety-{name}", content)


def training(knowledge: Knowledge, matcher: Matcher) -> list[Phrase]:
    """Danger under its topics, all else under `none`; a phrase that is both counts as danger.

    `matcher` has learned the topics: what it finds alarming among the ordinary phrases, each judged by all the others,
    says which of them are the nearest.
    """
    harmless = knowledge.safety_phrases.harmless
    found = [Phrase(topic, text, language) for text, topic, language in knowledge.safety_phrases.danger()]
    found += [Phrase(NONE, text, language) for language in LANGUAGES for text in harmless.of(language)]
    found += [Phrase(NONE, phrase.text, phrase.language) for phrase in nearest(matcher)]
    return list(_once(found))


def nearest(matcher: Matcher) -> list[Phrase]:
    """The ordinary phrases that look most alarming, at most NEAREST."""
    columns = [matcher.topics.index(topic) for topic in TOPICS if topic in matcher.topics]
    alarming = matcher.learned.ridge.left_out[:, columns].sum(axis=1).tolist()
    judged = [(-a, phrase) for a, phrase in zip(alarming, matcher.phrases, strict=True) if phrase.topic not in TOPICS]
    return [phrase for _, phrase in sorted(judged)[:NEAREST]]


def _once(phrases: Iterable[Phrase]) -> Iterable[Phrase]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        first.setdefault(fold(phrase.text) or phrase.text, phrase)
    return first.values()
