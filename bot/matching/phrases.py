"""What matching learns from: phrases, each of one topic and one language."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.matching.results import NONE
from bot.messages import Language


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """What a patient may write for a topic; the topic `none` belongs to nothing the bot knows."""

    topic: str
    text: str
    language: Language = "en"


def checked(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The phrases sorted by topic, repeated ones once.

    Raises:
        ValueError: there are no phrases, only one topic, or a phrase or topic without a letter.
    """
    found = tuple(sorted(set(phrases)))
    topics = {phrase.topic for phrase in found}
    for phrase in found:
        if not phrase.topic.strip():
            raise ValueError(f"the phrase {phrase.text!r} has no topic: name one, or {NONE!r}")
        if not phrase.text.strip():
            raise ValueError(f"topic {phrase.topic!r} has an empty phrase: fill it in or remove it")
    if not found:
        raise ValueError("there are no phrases to learn from: give at least one for each of two topics")
    if len(topics) == 1:
        raise ValueError(f"all phrases belong to the topic {found[0].topic!r}: give at least two topics")
    return found
