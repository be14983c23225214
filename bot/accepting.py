"""Accepting the safety files: what they notice is measured, the second detector learned, and both are locked."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.checking import corpus
from bot.errors import KnowledgeError
from bot.knowledge import Knowledge
from bot.knowledge.load import load
from bot.knowledge.safety_lock import (
    Levels,
    Recall,
    SafetyLock,
    digest,
    digest_of,
    digest_of_model,
    read_lock,
    read_model,
    write_lock,
    write_model,
)
from bot.matching import Encoder, Memory, Phrase, learn_detector
from bot.messages import Language
from bot.safety import TOPICS
from bot.safety.check import everyday, is_calm, noticed
from bot.safety.corpus import Case
from bot.safety.scores import levels_of
from bot.safety.training import training

Tell = Callable[[str], None]


def accept(root: Path, encoder: Encoder | None, memory: Memory, tell: Tell) -> SafetyLock:
    """Write safety.lock and, where the phrases changed, safety.model anew; `tell` hears of what takes long.

    Raises:
        KnowledgeError: the files have errors, the corpus or the encoder is not at hand, or less is noticed than before.
    """
    knowledge, cases = _at_hand(root)
    before, recall = read_lock(root), noticed(knowledge, cases)
    _refuse_less(recall, before.recall if before else {})
    phrases = sorted(training(knowledge))
    learned_from = digest_of(f"{phrase.topic}\t{phrase.text}" for phrase in phrases)
    if before and (before.phrases, before.model) == (learned_from, digest_of_model(read_model(root))):
        levels = before.levels
    else:
        levels = _learn(root, phrases, encoder, memory, tell)
    lock = SafetyLock(
        wordings=digest(knowledge.safety, knowledge.safety_phrases),
        everyday=digest_of(everyday(knowledge)) if is_calm(knowledge) else "none",
        phrases=learned_from,
        model=digest_of_model(read_model(root)),
        levels=levels,
        recall=recall,
    )
    write_lock(root, lock)
    return lock


def _at_hand(root: Path) -> tuple[Knowledge, Sequence[Case]]:
    knowledge, _ = load(root)
    cases = corpus(root)
    if knowledge is None or cases is None:
        raise KnowledgeError(f"nothing accepted: mend the files of {root} first, where tests/safety is at hand")
    return knowledge, cases


def _refuse_less(now: Mapping[Language, Recall], before: Mapping[Language, Recall]) -> None:
    worse = [language for language, was in before.items() if _is_lower(now.get(language), was)]
    if worse:
        raise KnowledgeError(
            f"nothing accepted: the wordings now miss more messages in danger than before ({', '.join(worse)}); "
            "`clinic-bot check` says how many. Take the change back, or delete safety.lock to begin anew"
        )


def _is_lower(now: Recall | None, before: Recall) -> bool:
    return now is None or now.caught < before.caught or now.urgent < before.urgent


def _learn(root: Path, phrases: Sequence[Phrase], encoder: Encoder | None, memory: Memory, tell: Tell) -> Levels:
    if encoder is None:
        raise KnowledgeError("nothing accepted: the phrases changed, and learning from them needs the sentence encoder")
    tell(f"learning from {len(phrases)} phrases what danger sounds like: some minutes")
    detector, judged = learn_detector(phrases, TOPICS, encoder, memory)
    write_model(root, detector.written())
    return levels_of(judged)
