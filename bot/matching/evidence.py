"""Everything the scores say about a message: whole, parts, and with a named condition replaced."""

from dataclasses import dataclass

from bot.matching.conditions import TOPIC, Conditions, Mention
from bot.matching.features import Vector
from bot.matching.matcher import Matcher
from bot.matching.parts import parts
from bot.matching.reader import Read
from bot.matching.results import NONE

SHARE = 0.3
"""The parts' say in the support of a whole message: their best, for each topic."""


ASKED = 0.5
"""The say of a message without the condition that it names."""


@dataclass(frozen=True)
class Evidence:
    """A message as read, and its scores by topic.

    `support` (topics,) is the regression's over whole and parts, `parts` (parts, topics) the parts' own.
    """

    whole: Read
    support: Vector
    parts: Vector
    mention: Mention | None


def gather(matcher: Matcher, conditions: Conditions, text: str) -> Evidence:
    """Read and score a message, all its parts in one batch; a mistyped one also as its mended words alone."""
    whole = matcher.read(text)
    pieces = [matcher.read(part) for part in parts(whole.tidy)]
    mention = conditions.find(whole.words, matcher.kernel.reader.speller.is_usual) if TOPIC in matcher.topics else None
    variants = [mention.replaced(whole.words, whole.language), mention.left_out(whole.words)] if mention else []
    retyped = [whole.retyped()] if whole.corrections else []
    found = matcher.support([whole, *retyped, *pieces, *variants])
    support, of_parts = found[0].copy(), found[1 + len(retyped) :][: len(pieces)]
    if mention:
        support = _apart(matcher, support, found[-2], found[-1])
    if pieces:
        support = _together(matcher, support, of_parts)
    if retyped:
        support = (support + found[1]) / 2
    return Evidence(whole, support, of_parts, mention)


def _apart(matcher: Matcher, whole: Vector, replaced: Vector, left_out: Vector) -> Vector:
    """A named condition speaks so loudly for the topic of conditions that what is asked about it must be heard too."""
    topic = matcher.topics.index(TOPIC)
    support = whole.copy()
    support[topic] = max(whole[topic], replaced[topic])
    if support.argmax() != topic:
        return whole
    mixed: Vector = (1 - ASKED) * support + ASKED * left_out
    return mixed


def _together(matcher: Matcher, whole: Vector, of_parts: Vector) -> Vector:
    best = of_parts.max(axis=0)
    if NONE in matcher.topics:
        none = matcher.topics.index(NONE)
        best[none] = whole[none]
    mixed: Vector = (1 - SHARE) * whole + SHARE * best
    return mixed
