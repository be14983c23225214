"""Logs for operators: what happened and where, never a patient's words, a name, a number or a token.

Only extras of an allow-list are printed, and a traceback only as types and places: an exception's message may quote a
patient or hold SQL parameters.
"""

import logging
import sys
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

from bot.redaction import SecretsFilter, calm_libraries

ALLOWED = ("inbox", "outbox", "tries", "error", "channel", "seconds", "count", "status", "reference", "reason")


class PlainFormatter(logging.Formatter):
    """`2026-11-22T08:00:00Z WARNING bot.delivery.worker a turn failed tries=3 error=ValueError at …`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line a record, and one a frame of its traceback."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        extras = [f"{key}={getattr(record, key)}" for key in ALLOWED if hasattr(record, key)]
        line = " ".join([at, record.levelname, record.name, _first_line(record.getMessage()), *extras])
        return line + "".join(f"\n  {place}" for place in _places(record.exc_info))


def _first_line(message: str) -> str:
    """What is meant for one line; asyncio, for one, puts the words of a lost exception on the second."""
    return message.partition("\n")[0]


def _places(
    exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None] | None,
) -> Iterable[str]:
    if not exc_info or exc_info[0] is None:
        return []
    frames = traceback.extract_tb(exc_info[2])
    return [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames] + [exc_info[0].__name__]


def set_up_logging(secrets: Iterable[str] = (), level: int = logging.INFO) -> None:
    """Log to standard error, redacted; libraries that write tokens or messages are kept at WARNING.

    An error that ends the bot is logged like any other, instead of being printed with its words.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter())
    handler.addFilter(SecretsFilter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    calm_libraries()
    for name in ("alembic", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _log_the_end


def _log_the_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("ended by an error", exc_info=(kind, error, trace))
