"""Phrases: one under two topics makes the bot unsure of both; one twice in a language says nothing new."""

from collections.abc import Iterator

from bot.knowledge.fold import fold
from bot.knowledge.lines import Document, Location, Problem
from bot.knowledge.load import Folder

Found = tuple[Document, Location, str, str, str]
"""Where a phrase stands, its topic, its language, and the phrase."""


def check_phrases(folder: Folder) -> Iterator[Problem]:
    """Repeated phrases, compared without case, accents and punctuation, over all topics, safety ones included."""
    first: dict[str, Found] = {}
    for found in every_phrase(folder):
        document, at, topic, language, phrase = found
        key = fold(phrase) or phrase
        if key not in first:
            first[key] = found
            continue
        there, where, other, also, _ = first[key]
        place = f"{there.path}:{there.place(where)[0]}"
        if other != topic:
            yield document.problem(at, f"the phrase is also under `{other}` ({place}): keep it in one of them")
        elif also == language:
            yield document.problem(at, f"the phrase is there already ({place}): delete one", "warning")


def every_phrase(folder: Folder) -> Iterator[Found]:
    """Every phrase of the topics, the stray ones and the safety ones, with its place."""
    for document in folder.topic_documents():
        tree = document.tree if isinstance(document.tree, dict) else {}
        rows = tree.get("topics")
        for i, row in enumerate(rows if isinstance(rows, list) else []):
            if isinstance(row, dict):
                yield from _under(document, ("topics", i, "phrases"), str(row.get("id")), row.get("phrases"))
        yield from _under(document, ("phrases",), "none", tree.get("phrases"))
    danger = folder.documents["safety-phrases.yaml"]
    for key in ("topics", "hints"):
        topics = danger.tree.get(key) if isinstance(danger.tree, dict) else None
        for topic, phrases in (topics if isinstance(topics, dict) else {}).items():
            yield from _under(danger, (key, topic), topic, phrases)


def _under(document: Document, at: Location, topic: str, phrases: object) -> Iterator[Found]:
    for language, several in (phrases if isinstance(phrases, dict) else {}).items():
        for i, phrase in enumerate(several if isinstance(several, list) else []):
            yield document, (*at, language, i), topic, language, str(phrase)
