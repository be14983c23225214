"""What must hold of safety.yaml before patients meet it: reviewed, accepted, and shadowed by no ordinary phrase."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.knowledge.checks.phrases import every_phrase
from bot.knowledge.lines import Document, Problem
from bot.knowledge.load import Folder, Knowledge
from bot.knowledge.safety import SafetyFile, Wordings
from bot.knowledge.safety_lock import Recall, SafetyLock, digest, digest_of
from bot.messages import Language, Level
from bot.safety.corpus import Case, measure, recall
from bot.safety.pattern import PatternError, parse
from bot.safety.rules import groups_of
from bot.safety.scores import Scores
from bot.safety.screen import Screen

ACCEPT = "clinic-bot check --accept-safety"


def check_safety(  # noqa: PLR0913, PLR0917 - the files, what was accepted of them, and the day
    knowledge: Knowledge,
    folder: Folder,
    lock: SafetyLock | None,
    model: str,
    cases: Sequence[Case] | None,
    today: date,
) -> list[Problem]:
    """The problems of the safety files.

    `model` is the digest of safety.model; `cases` are the corpus, None where only the knowledge is deployed; `today` is
    a day in the clinic's time zone.
    """
    document = folder.read("safety.yaml")
    problems = [*_review(knowledge.safety, document, today), *_other_model(document, lock, model)]
    if lock and lock.wordings == _digest(knowledge) and lock.everyday == digest_of(everyday(knowledge)):
        return problems
    broken = list(_broken_patterns(knowledge.safety, document))
    if broken:
        return broken
    screen = screen_of(knowledge)
    return [*problems, *_shadows(screen, knowledge, folder), *_lock(screen, knowledge, document, lock, cases)]


def screen_of(knowledge: Knowledge, scores: Scores | None = None) -> Screen:
    """The screen of a knowledge; without `scores` the rules alone, which say the same on every machine."""
    return Screen(knowledge.safety, calm(knowledge), scores)


def everyday(knowledge: Knowledge) -> list[str]:
    """The phrases of the ordinary topics."""
    return [phrase for phrase, topic, _ in knowledge.phrases() if topic not in knowledge.safety_phrases.topics]


def calm(knowledge: Knowledge) -> list[str]:
    """All that calm patients write: the phrases of the ordinary topics, and what only sounds alarming."""
    return [*everyday(knowledge), *(phrase for phrase, _ in knowledge.safety_phrases.calm())]


def noticed(screen: Screen, cases: Sequence[Case]) -> dict[Language, Recall]:
    """The recall of a screen by language."""
    shares = recall(measure(screen.look, cases))
    return {lang: Recall(caught=round(s.caught, 4), urgent=round(s.urgent, 4)) for lang, s in shares.items()}


def _broken_patterns(file: SafetyFile, document: Document) -> Iterator[Problem]:
    try:
        groups = groups_of(file)
    except PatternError as error:
        yield document.problem(("groups",), str(error))
        return
    owners: dict[str, Sequence[Wordings]] = {
        "rules": file.rules,
        "look_alikes": file.look_alikes,
        "milder": file.milder,
    }
    for key, several in owners.items():
        for i, owner in enumerate(several):
            for j, source in enumerate(owner.any):
                try:
                    parse(source, groups, {})
                except PatternError as error:
                    yield document.problem((key, i, "any", j), str(error))


def _review(file: SafetyFile, document: Document, today: date) -> Iterator[Problem]:
    due = file.review.review_due
    if due < today:
        message = f"the review was due on {due}: the clinic reads this file again and dates it"
        yield document.problem(("review", "review_due"), message, "warning")


def _other_model(document: Document, lock: SafetyLock | None, model: str) -> Iterator[Problem]:
    if lock and lock.model != model:
        yield document.problem((), f"safety.model is missing, or not the accepted one: take it back, or run `{ACCEPT}`")


def _shadows(screen: Screen, knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    for document, at, topic, _, phrase in every_phrase(folder):
        if topic in knowledge.safety_phrases.topics:
            continue
        alarm = screen.look(phrase)
        if alarm.level is Level.URGENT:
            message = f"this phrase of `{topic}` raises an urgent alarm ({alarm.topic}, {alarm.rule.split(':')[0]})"
            yield document.problem(at, f"{message}: reword it, move it to safety-phrases.yaml, or add a look-alike")


def _lock(
    screen: Screen, knowledge: Knowledge, document: Document, lock: SafetyLock | None, cases: Sequence[Case] | None
) -> Iterator[Problem]:
    if lock and lock.wordings == _digest(knowledge):
        return
    if lock is None or not cases:
        changed = "changed since it was accepted" if lock else "was never accepted: there is no safety.lock"
        yield document.problem((), f"the safety wordings {changed}; run `{ACCEPT}` where tests/safety is at hand")
        return
    found = noticed(screen, cases)
    worse = list(_worse(lock.recall, found))
    if worse:
        yield document.problem((), f"this change misses more messages in danger ({'; '.join(worse)}): take it back")
    else:
        yield document.problem((), f"changed, and no less is noticed: accept it with `{ACCEPT}`", "warning")


def _worse(before: dict[Language, Recall], now: dict[Language, Recall]) -> Iterable[str]:
    for language, was in before.items():
        found = now.get(language, Recall(caught=0, urgent=0))
        for name, old, new in (("caught", was.caught, found.caught), ("urgent", was.urgent, found.urgent)):
            if round(new, 4) < old:
                yield f"{language} {name} {old:.4f} -> {new:.4f}"


def _digest(knowledge: Knowledge) -> str:
    return digest(knowledge.safety, knowledge.safety_phrases)
