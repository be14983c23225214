"""What the screen's own detector learns from: danger, what only sounds like it, and the ordinary phrases."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.knowledge import Knowledge
from bot.knowledge.fold import fold
from bot.matching import NONE, Memory, Phrase
from bot.matching.slips import slipped
from bot.safety.alarm import TOPICS

HARMLESS = "harmless"
"""What only sounds alarming."""
ORDINARY = "ordinary"
"""What patients ask and say otherwise."""
SLIPPED = 4
"""One calm phrase of so many is learned with slips too."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A memory's own corner for the detector, so that it does not put the matcher's things away.

    What it does not hold yet is looked for under the matcher's name: many phrases are the same.
    """

    memory: Memory

    def get(self, name: str) -> bytes | None:
        """What was put here under a name, or what the matcher put there, or None."""
        return self.memory.get(f"safety-{name}") or self.memory.get(name)

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""
        self.memory.put(f"safety-{name}", content)


def training(knowledge: Knowledge) -> list[Phrase]:
    """Danger under its topics, HARMLESS, ORDINARY, and what belongs to no topic; each phrase once.

    A phrase that is both counts as danger. Some calm phrases are learned with slips of the finger besides: people in
    danger type badly, but who types badly is not therefore in danger.
    """
    danger = [Phrase(topic, text, language) for text, topic, language in knowledge.safety_phrases.danger()]
    calm = [Phrase(HARMLESS, text, language) for text, language in knowledge.safety_phrases.calm()]
    calm += [
        Phrase(NONE if topic == NONE else ORDINARY, text, language)
        for text, topic, language in knowledge.phrases()
        if topic not in TOPICS
    ]
    return list(_once([*danger, *calm, *(replace(phrase, text=slipped(phrase.text)) for phrase in calm[::SLIPPED])]))


def _once(phrases: Iterable[Phrase]) -> Iterable[Phrase]:
    first: dict[str, Phrase] = {}
    for phrase in phrases:
        first.setdefault(fold(phrase.text) or phrase.text, phrase)
    return first.values()
