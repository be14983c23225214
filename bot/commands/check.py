"""`clinic-bot check`: is the knowledge fit to be read by patients?"""

import json
import sys
from argparse import Namespace

from bot.app import today
from bot.checking import check_all, corpus
from bot.config import Settings
from bot.errors import KnowledgeError
from bot.knowledge.lines import Problem
from bot.knowledge.load import load
from bot.knowledge.safety_lock import Recall, read_lock, write_lock
from bot.safety.check import accepted


def run(settings: Settings, arguments: Namespace) -> int:
    """0: fit; 1: errors, one a line in yamllint's layout."""
    if arguments.accept_safety:
        _accept(settings)
    _, problems = check_all(settings.knowledge.folder, today(settings))
    errors = sum(problem.level == "error" for problem in problems)
    if arguments.json:
        rows = [{name: getattr(problem, name) for name in Problem.__slots__} for problem in problems]
        json.dump({"errors": errors, "problems": rows}, sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        for problem in problems:
            print(problem)
        print(f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}")
    return 1 if errors else 0


def _accept(settings: Settings) -> None:
    """Write safety.lock anew, after people have read what changed and what it now notices."""
    root = settings.knowledge.folder
    knowledge, _ = load(root)
    cases = corpus(root)
    if knowledge is None or cases is None:
        raise KnowledgeError(f"nothing accepted: mend the files of {root} first, where tests/safety is at hand")
    lock, before = accepted(knowledge, cases), read_lock(root)
    worse = [lang for lang, was in (before.recall.items() if before else ()) if _is_lower(lock.recall.get(lang), was)]
    if worse:
        raise KnowledgeError(
            f"nothing accepted: the wordings now miss more messages in danger than before ({', '.join(worse)}); "
            "`clinic-bot check` says how many. Take the change back, or delete safety.lock to begin anew"
        )
    write_lock(root, lock)
    for language, recall in lock.recall.items():
        print(f"accepted, {language}: {recall.caught:.3f} noticed, {recall.urgent:.3f} as urgent")


def _is_lower(now: Recall | None, before: Recall) -> bool:
    return now is None or now.caught < before.caught or now.urgent < before.urgent


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
