"""The ledger: facts name a source that exists."""

from collections.abc import Iterator

from bot.knowledge.lines import Problem
from bot.knowledge.load import Folder, Knowledge
from bot.knowledge.suggest import did_you_mean


def check_ledger(knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    """Facts whose source is not listed."""
    document, sources = folder.documents["facts.yaml"], knowledge.ledger.sources
    for i, fact in enumerate(knowledge.ledger.facts):
        if fact.source not in sources:
            message = f"unknown source `{fact.source}`{did_you_mean(fact.source, sources)}"
            yield document.problem(("facts", i, "source"), message)
