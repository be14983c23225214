"""Patients' messages asked of the whole bot, as `clinic-bot evaluate` does, and of its matching alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.typos import mistyped
from bot.building import build_engine, load_knowledge
from bot.commands.evaluate import predict
from bot.config import Matching, Settings
from bot.conversation.engine import Engine
from bot.evaluation import Case, Outcome, Tally, evaluate, outcome, read_cases

SHARES = (0.0, 0.1, 0.25, 0.5)
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Rung:
    """One rung of the typo ladder: mistakes in this share of words; right, and right or offered, over all seeds."""

    share: float
    right: float
    found: float


def patients(path: Path) -> tuple[dict[str, Tally], dict[str, Tally]]:
    """Tallies by language and by kind."""
    print("  patients' messages")
    report = evaluate(read_cases(path), lambda text: predict(_engine(), text))
    return report.tally(lambda case: case.lang), report.tally(lambda case: case.kind)


def typo_ladder(path: Path) -> list[Rung]:
    """Answerable messages that were typed well, mistyped anew."""
    cases = [case for case in read_cases(path) if case.topics != ("none",) and case.kind != "typo"]
    return [_rung(cases, share) for share in SHARES]


def _rung(cases: Sequence[Case], share: float) -> Rung:
    print(f"  typo ladder: {share:.0%}")
    seeds = SEEDS if share else SEEDS[:1]
    reports = [evaluate(_mistyped(cases, share, seed), lambda text: predict(_engine(), text)) for seed in seeds]
    results = [outcome(case, found) for report in reports for case, found in report.rows]
    right, offered = results.count(Outcome.RIGHT), results.count(Outcome.OFFERED)
    return Rung(share, right / len(results), (right + offered) / len(results))


def _mistyped(cases: Sequence[Case], share: float, seed: int) -> list[Case]:
    return [Case(mistyped(case.text, share, seed), case.topics, case.lang, case.kind) for case in cases]


@cache
def _engine() -> Engine:
    settings = Settings(matching=Matching(cache=Path("var/cache")))
    return build_engine(settings, load_knowledge(settings))


def count_phrases() -> int:
    """Phrases of the shipped knowledge."""
    return len(load_knowledge(Settings()).phrases())
