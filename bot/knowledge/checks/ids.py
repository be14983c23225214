"""Ids that two topics, facts or conditions share."""

from collections.abc import Iterator

from bot.knowledge.lines import Document, Location, Problem
from bot.knowledge.load import Folder


def check_ids(folder: Folder) -> Iterator[Problem]:
    """Duplicate ids; runs on the raw files, since a duplicate hides its twin in the models."""
    topics = [(document, at, key) for document in folder.topic_documents() for at, key in _rows(document, "topics")]
    yield from _twice(topics)
    for name, part in (("facts.yaml", "facts"), ("conditions.yaml", "conditions")):
        document = folder.documents[name]
        yield from _twice([(document, at, key) for at, key in _rows(document, part)])


def _rows(document: Document, part: str) -> Iterator[tuple[Location, str]]:
    rows = document.tree.get(part) if isinstance(document.tree, dict) else None
    for i, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(row, dict) and "id" in row:
            yield (part, i, "id"), str(row["id"])


def _twice(rows: list[tuple[Document, Location, str]]) -> Iterator[Problem]:
    first: dict[str, Problem] = {}
    for document, at, key in rows:
        here = document.problem(at, "")
        if key in first:
            yield document.problem(at, f"duplicate id `{key}` (first at {first[key].path}:{first[key].line})")
        first.setdefault(key, here)
