"""The terminal as a channel: a line is a message, a number is a tap on a button."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.messages import Button, Incoming, Kind, Received

NAME = "terminal"


def parse(line: str, buttons: Sequence[Button]) -> tuple[str, str]:
    """(tap, text) of a typed line: the number of a button shown last is a tap on it."""
    typed = line.strip()
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(buttons):
        return buttons[int(typed) - 1].data, ""
    return "", typed


def translate(received: Received, at: datetime) -> Incoming | None:
    """A kept line as a message."""
    line = json.loads(received.body)
    kind = Kind.TAP if line["tap"] else Kind.TEXT
    return Incoming(NAME, received.chat, received.id, at, kind, text=line["text"], tap=line["tap"])
