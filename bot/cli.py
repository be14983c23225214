"""The `clinic-bot` command. Exit codes: 0 fine, 1 the knowledge has errors, 2 usage or settings, 3 a second copy."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from bot import __version__
from bot.config import load_settings
from bot.errors import ClinicBotError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; errors that a person can mend are one line each on standard error."""
    chosen = _parser().parse_args(arguments)
    if not vars(chosen).get("accept_safety"):
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: for small products more threads only wait
    try:
        settings = load_settings(chosen.config)
        module = import_module(f"bot.commands.{chosen.module}")  # each command loads only what it needs
        return int(module.run(settings, chosen))
    except ClinicBotError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="clinic-bot", description="A patient-information bot for a ketamine infusion clinic.")
    parser.add_argument("--config", type=Path, default=Path("config.yaml"), help="the settings file (config.yaml)")
    parser.add_argument("--version", action="version", version=f"clinic-bot {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, summary: str, module: str = "") -> ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        made.set_defaults(module=module or name)
        return made

    command("demo", "start everything on this machine, without a token", "serve").set_defaults(demo=True)
    command("run", "start the bot with the Telegram token from the environment", "serve").set_defaults(demo=False)
    command("chat", "talk to the bot in the terminal, as a patient would")
    ask = command("ask", "answer one question, or a file of them")
    ask.add_argument("question", nargs="*", help="the question")
    ask.add_argument("--lines", metavar="FILE", help="a message a line; - for standard input")
    ask.add_argument("--json", action="store_true", help="one JSON object a message")
    ask.add_argument("--why", action="store_true", help="show what spoke for the answer")
    check = command("check", "check the knowledge: errors name file, line and mend")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.add_argument("--accept-safety", action="store_true", help="accept the safety wordings as they are now")
    requests = command("requests", "list the open call requests, longest wait first")
    requests.add_argument("--json", action="store_true", help="as JSON")
    evaluate = command("evaluate", "measure how well the bot understands a file of messages")
    evaluate.add_argument("cases", type=Path, help="CSV with text, topics, lang, kind")
    evaluate.add_argument("--json", action="store_true", help="as JSON")
    evaluate.add_argument("--out", type=Path, metavar="PREDICTIONS.csv", help="write a row a message")
    command("sign-in", "print a one-time sign-in link for the staff page", "sign_in")
    keys = command("keys", "make or rotate the data keys")
    keys.add_argument("action", choices=("new", "rotate"))
    return parser
