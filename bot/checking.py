"""The whole check of a knowledge folder, safety included: what `clinic-bot check` shows and every start repeats."""

from datetime import date
from pathlib import Path

from bot.errors import KnowledgeError
from bot.knowledge import Knowledge
from bot.knowledge.check import check_loaded
from bot.knowledge.lines import Problem
from bot.knowledge.load import load
from bot.knowledge.safety_lock import digest_of_bytes, read_lock, read_model
from bot.safety.check import check_safety
from bot.safety.corpus import Case, parse_corpus

CORPUS = Path("tests/safety/dev.csv")
"""Beside the knowledge folder, in a checkout; where only the knowledge is deployed, the lock alone speaks."""
UNSEEN = Path("tests/safety/held_out.csv")
"""The part of the corpus that nothing is learned from."""


def check_all(root: Path, today: date) -> tuple[Knowledge | None, list[Problem]]:
    """The knowledge of a folder (None where a file does not fit its model) and its problems, in file order."""
    knowledge, folder = load(root)
    problems = check_loaded(knowledge, folder)
    if knowledge is not None:
        model = digest_of_bytes(read_model(root))
        problems += check_safety(knowledge, folder, read_lock(root), model, corpus(root), today)
    return knowledge, sorted(problems, key=lambda problem: (problem.path, problem.line, problem.column))


def load_checked(root: Path, today: date) -> Knowledge:
    """The knowledge of a folder that passes its check.

    Raises:
        KnowledgeError: one line a problem.
    """
    knowledge, problems = check_all(root, today)
    errors = [str(problem) for problem in problems if problem.level == "error"]
    if errors or knowledge is None:
        raise KnowledgeError("\n".join([*errors, f"the knowledge in {root} has {len(errors)} errors: mend them first"]))
    return knowledge


def corpus(root: Path, part: Path = CORPUS) -> tuple[Case, ...] | None:
    """The messages that the safety screen is measured on, None where they are not at hand."""
    path = root.resolve().parent / part
    return parse_corpus(path.read_text(encoding="utf-8")) if path.exists() else None
