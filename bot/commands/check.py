"""`clinic-bot check`: is the knowledge fit to be read by patients?"""

import json
import sys
from argparse import Namespace

from bot.config import Settings
from bot.knowledge import check
from bot.knowledge.lines import Problem


def run(settings: Settings, arguments: Namespace) -> int:
    """0: fit; 1: errors, one a line in yamllint's layout."""
    _, problems = check(settings.knowledge.folder)
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


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
