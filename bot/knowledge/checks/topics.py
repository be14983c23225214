"""Topics: facts and follow-ups that exist, titles that fit a button, answers that fit a screen, placeholders filled."""

from collections.abc import Iterator

from bot.knowledge.lines import Document, Location, Problem
from bot.knowledge.load import Folder, Knowledge
from bot.knowledge.models import CLINIC_PLACEHOLDERS, Topic
from bot.knowledge.suggest import did_you_mean
from bot.knowledge.texts import unknown_placeholders

LONGEST_BUTTON = 32
LONGEST_ANSWER = 700
FEWEST_PHRASES = 12


def check_topics(knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    """Everything about a topic that needs no other file than the ledger."""
    for document, at, topic in folder.topics(knowledge):
        yield from _references(knowledge, document, at, topic)
        yield from _lengths(document, at, topic)
        yield from _answers(document, at, topic)


def _references(knowledge: Knowledge, document: Document, at: Location, topic: Topic) -> Iterator[Problem]:
    facts = {fact.id for fact in knowledge.ledger.facts}
    for key, ids, known in (("facts", topic.facts, facts), ("follow_ups", topic.follow_ups, set(knowledge.topics))):
        for i, cited in enumerate(ids):
            if cited not in known:
                what = key.rstrip("s").replace("_", "-")
                yield document.problem((*at, key, i), f"unknown {what} `{cited}`{did_you_mean(cited, known)}")
            elif key == "follow_ups" and cited == topic.id:
                yield document.problem((*at, key, i), "a topic cannot follow up on itself: name another")


def _lengths(document: Document, at: Location, topic: Topic) -> Iterator[Problem]:
    for language, title in (("en", topic.title.en), ("es", topic.title.es or "")):
        if len(title) > LONGEST_BUTTON:
            message = f"the title has {len(title)} characters, a button shows {LONGEST_BUTTON}: shorten it"
            yield document.problem((*at, "title", language), message)
    if len(topic.phrases.en) < FEWEST_PHRASES:
        message = f"only {len(topic.phrases.en)} English phrases: write at least {FEWEST_PHRASES}, as patients would"
        yield document.problem((*at, "phrases"), message)


def _answers(document: Document, at: Location, topic: Topic) -> Iterator[Problem]:
    for language, text in (("en", topic.answer.en), ("es", topic.answer.es)):
        where = (*at, "answer", language)
        if text is None:
            yield document.problem((*at, "answer"), "no Spanish answer: patients will read the English one", "warning")
            continue
        if len(text) >= LONGEST_ANSWER:
            message = f"the answer has {len(text)} characters: keep it under {LONGEST_ANSWER}"
            yield document.problem(where, message)
        for name in unknown_placeholders(text):
            yield document.problem(where, f"unknown placeholder {{{name}}}{did_you_mean(name, CLINIC_PLACEHOLDERS)}")
