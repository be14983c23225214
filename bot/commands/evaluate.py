"""`clinic-bot evaluate`: how well the bot understands a file of messages."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from bot.building import build_engine, load_knowledge
from bot.commands.predict import ask
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.evaluation import Case, Prediction, evaluate, read_cases, write_predictions


def run(settings: Settings, arguments: Namespace) -> int:
    """Ask every message out of the blue; print the shares, and write a row a message where --out says."""
    cases = read_cases(arguments.cases)
    engine = build_engine(settings, load_knowledge(settings))
    report = evaluate(_shown(cases), lambda text: predict(engine, text))
    if arguments.out:
        write_predictions(arguments.out, report.rows)
    print(json.dumps(report.as_json(), ensure_ascii=False, indent=2) if arguments.json else "\n".join(report.lines()))
    return 0


def _shown(cases: Sequence[Case]) -> Iterator[Case]:
    """The cases one by one, with progress on a terminal."""
    for number, case in enumerate(cases, start=1):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(cases)} messages", end="" if number < len(cases) else "\n", file=sys.stderr)
        yield case


def predict(engine: Engine, text: str) -> Prediction:
    """What the whole bot makes of a message, the safety screen included."""
    asked = ask(engine, text)
    reading = asked.reading
    return Prediction(
        language=reading.language,
        decision=reading.decision.value,
        answered=reading.answered,
        offered=reading.offered,
        safety=reading.alarm.level.value,
        safety_topic=reading.alarm.topic,
        score=reading.understanding.score,
        ms=asked.ms,
    )
