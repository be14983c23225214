"""Everything that must hold of the knowledge before patients read it, but for safety.yaml: see bot/checking.py."""

from bot.knowledge.checks.answers import check_answers
from bot.knowledge.checks.ids import check_ids
from bot.knowledge.checks.ledger import check_ledger
from bot.knowledge.checks.phrases import check_phrases
from bot.knowledge.checks.texts import check_texts
from bot.knowledge.checks.topics import check_topics
from bot.knowledge.lines import Problem
from bot.knowledge.load import Folder, Knowledge


def check_loaded(knowledge: Knowledge | None, folder: Folder) -> list[Problem]:
    """The problems of a loaded folder; where a file does not fit its model, those alone."""
    problems = list(folder.problems)
    if knowledge is not None:
        problems += check_ids(folder)
        problems += check_ledger(knowledge, folder)
        problems += check_topics(knowledge, folder)
        problems += check_answers(knowledge, folder)
        problems += check_texts(knowledge, folder)
        problems += check_phrases(folder)
    return problems
