"""`clinic-bot ask`: one question, or a file of them, answered out of the blue."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from bot.building import build_engine, load_knowledge
from bot.commands.predict import Asked, ask
from bot.commands.show import show_replies
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.errors import SettingsError


def run(settings: Settings, arguments: Namespace) -> int:
    """Answer the question given, or each line of --lines."""
    questions = _questions(arguments)
    engine = build_engine(settings, load_knowledge(settings))
    for question in questions:
        asked = ask(engine, question)
        if arguments.json:
            print(json.dumps(asked.as_json(), ensure_ascii=False), flush=True)
        else:
            show_replies(asked.turn.replies)
        if arguments.why:
            _show_why(engine, asked)
    return 0


def _questions(arguments: Namespace) -> Iterable[str]:
    if arguments.lines is None:
        if not arguments.question:
            raise SettingsError('nothing to ask: clinic-bot ask "how much is it", or --lines FILE')
        return [" ".join(arguments.question)]
    if str(arguments.lines) == "-":
        return (line.rstrip("\r\n") for line in sys.stdin)
    try:
        text = Path(arguments.lines).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(f"{arguments.lines}: cannot be read: {error.strerror}") from error
    return text.removesuffix("\n").split("\n") if text else []


def _show_why(engine: Engine, asked: Asked) -> None:
    """Why the bot read the message as it did, for editors; goes to standard error beside --json."""
    why = engine.parts.understander.why(asked.text)
    out = sys.stderr
    print(f"\nread as      {why.read_as}", file=out)
    for change in why.understanding.corrections:
        print(f"spelling     {change.typed} -> {change.read_as}", file=out)
    alarm = asked.reading.alarm
    print(f"safety       {alarm.level.value} {alarm.topic} {alarm.rule}".rstrip(), file=out)
    print(f"decision     {asked.reading.decision.value} {' '.join(asked.reading.answered)}", file=out)
    print(f"thresholds   sure from {why.sure_from:.2f}, unsure from {why.unsure_from:.2f}", file=out)
    for match in why.ranked[:3]:
        print(f"topic        {match.score:.2f}  {match.topic}", file=out)
    for witness in why.witnesses:
        print(f"phrase       {witness.share:+.2f}  {witness.topic}: {witness.phrase}", file=out)
