"""`clinic-bot check`: is the knowledge fit to be read by patients?"""

import json
import sys
from argparse import Namespace

from bot.accepting import accept
from bot.building import today
from bot.checking import check_all
from bot.config import Settings
from bot.files import FolderMemory
from bot.knowledge.lines import Problem
from bot.matching import sentence_encoder
from bot.safety.training import Shelf


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
    """Lock the safety files anew, after people have read what changed and what it now notices."""
    memory = Shelf(FolderMemory(settings.matching.cache))
    lock = accept(settings.knowledge.folder, sentence_encoder(), memory, lambda line: print(line, flush=True))
    for language, recall in lock.recall.items():
        print(f"accepted, {language}: {recall.caught:.3f} noticed, {recall.urgent:.3f} as urgent")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
