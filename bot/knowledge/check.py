"""Everything that must hold before patients read it."""

from pathlib import Path

from bot.errors import KnowledgeError
from bot.knowledge.checks.answers import check_answers
from bot.knowledge.checks.ids import check_ids
from bot.knowledge.checks.ledger import check_ledger
from bot.knowledge.checks.phrases import check_phrases
from bot.knowledge.checks.texts import check_texts
from bot.knowledge.checks.topics import check_topics
from bot.knowledge.lines import Problem
from bot.knowledge.load import Knowledge, load


def check(root: Path) -> tuple[Knowledge | None, list[Problem]]:
    """The knowledge of a folder (None where a file does not fit its model) and its problems, in file order."""
    knowledge, folder = load(root)
    problems = list(folder.problems)
    if knowledge is not None:
        problems += check_ids(folder)
        problems += check_ledger(knowledge, folder)
        problems += check_topics(knowledge, folder)
        problems += check_answers(knowledge, folder)
        problems += check_texts(knowledge, folder)
        problems += check_phrases(folder)
    return knowledge, sorted(problems, key=lambda problem: (problem.path, problem.line, problem.column))


def load_checked(root: Path) -> Knowledge:
    """The knowledge of a folder that passes its check.

    Raises:
        KnowledgeError: one line a problem.
    """
    knowledge, problems = check(root)
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if errors or knowledge is None:
        raise KnowledgeError("\n".join([*errors, f"the knowledge in {root} has {len(errors)} errors: mend them first"]))
    return knowledge
