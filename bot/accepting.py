"""Accepting the safety files: what they notice is measured, the second detector learned, and both are locked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bot.building import reader_of
from bot.checking import UNSEEN, corpus
from bot.errors import KnowledgeError
from bot.knowledge import Knowledge
from bot.knowledge.load import load
from bot.knowledge.safety_lock import (
    Levels,
    Recall,
    SafetyLock,
    digest,
    digest_of,
    digest_of_bytes,
    read_lock,
    read_model,
    write_lock,
    write_model,
)
from bot.matching import Encoder, Memory, Phrase, learn_detector
from bot.messages import Language, Level
from bot.safety import TOPICS, Screen
from bot.safety.check import everyday, noticed, screen_of
from bot.safety.scores import Scores, levels_of
from bot.safety.training import training

Tell = Callable[[str], None]
SWAY = 0.01
"""What a detector learned anew may notice less of the unseen messages: one or two of 150 go either way each time."""


def accept(root: Path, encoder: Encoder | None, memory: Memory, tell: Tell) -> SafetyLock:
    """Write safety.lock and, where the phrases changed, safety.model anew; `tell` hears of what takes long.

    Raises:
        KnowledgeError: the files have errors, the corpus or the encoder is not at hand, or less is noticed than before.
    """
    knowledge = load(root)[0]
    seen, unseen = corpus(root), corpus(root, UNSEEN)
    if knowledge is None or seen is None or unseen is None:
        raise KnowledgeError(f"nothing accepted: mend the files of {root} first, where tests/safety is at hand")
    before, model, rules = read_lock(root), read_model(root), screen_of(knowledge)
    recall = noticed(rules, seen)
    _refuse_less(recall, before.recall if before else {}, 0.0)
    phrases = sorted(training(knowledge))
    learned_from = digest_of(f"{phrase.topic}\t{phrase.text}" for phrase in phrases)
    if before and (before.phrases, before.model) == (learned_from, digest_of_bytes(model)):
        levels = before.levels
    else:
        model, levels = _learn(phrases, encoder, memory, tell)
    together = noticed(_screen(knowledge, model, levels, encoder, memory), unseen) if encoder else {}
    _refuse_less(together, before.unseen if before and encoder else {}, SWAY)
    ordinary = everyday(knowledge)
    lock = SafetyLock(
        wordings=digest(knowledge.safety, knowledge.safety_phrases),
        everyday=digest_of(ordinary) if _is_calm(rules, ordinary) else "none",
        phrases=learned_from,
        model=digest_of_bytes(model),
        levels=levels,
        recall=recall,
        unseen=together or (before.unseen if before else {}),
    )
    write_model(root, model)
    write_lock(root, lock)
    return lock


def _screen(knowledge: Knowledge, model: bytes, levels: Levels, encoder: Encoder, memory: Memory) -> Screen:
    """Both detectors, as patients will meet them."""
    reader = reader_of(knowledge, encoder, memory)
    return screen_of(knowledge, Scores.read(model, levels, encoder, reader.mended))


def _refuse_less(now: Mapping[Language, Recall], before: Mapping[Language, Recall], sway: float) -> None:
    worse = [language for language, was in before.items() if _is_lower(now.get(language), was, sway)]
    if worse:
        raise KnowledgeError(
            f"nothing accepted: the files now miss more messages in danger than before ({', '.join(worse)}); "
            "take the change back, or delete safety.lock to begin anew"
        )


def _is_lower(now: Recall | None, before: Recall, sway: float) -> bool:
    return now is None or now.caught < before.caught - sway or now.urgent < before.urgent - sway


def _is_calm(rules: Screen, phrases: Iterable[str]) -> bool:
    return all(rules.look(phrase).level is not Level.URGENT for phrase in phrases)


def _learn(phrases: Sequence[Phrase], encoder: Encoder | None, memory: Memory, tell: Tell) -> tuple[bytes, Levels]:
    if encoder is None:
        raise KnowledgeError("nothing accepted: the phrases changed, and learning from them needs the sentence encoder")
    tell(f"learning from {len(phrases)} phrases what danger sounds like: some minutes")
    detector, judged = learn_detector(phrases, TOPICS, encoder, memory)
    return detector.written(), levels_of(judged)
