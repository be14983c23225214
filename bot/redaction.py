"""Keeps the bot's token and its patients' words out of every log, whoever writes it."""

import logging
import re
from collections.abc import Iterable

_TOKEN = re.compile(r"(?<=/bot)\d+:[^/\s'\"]+|(?<!\d)\d+:[\w-]{35,}")
_HIDDEN = "<hidden>"
TALKATIVE = ("aiosqlite", "httpcore", "httpx", "telegram")
_formatter = logging.Formatter()


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without Telegram tokens, and without any of `secrets`."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, text)


class SecretsFilter(logging.Filter):
    """Redacts a record's message, traceback text and stack. It belongs on handlers: a logger's misses its children's.

    `exc_info` stays, for formatters that print types and places; one that prints an exception's words redacts them.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact in place; every record passes."""
        record.msg, record.args = redact(record.getMessage(), self._secrets), None
        if record.exc_info:
            record.exc_text = redact(record.exc_text or _formatter.formatException(record.exc_info), self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)
        return True


def calm_libraries() -> None:
    """Raise the level of the loggers that write tokens, patients' messages or SQL parameters below WARNING."""
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
