import asyncio
import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logging
from tests.log_net import LogNet

TOKEN = "123456789:FAKE-" + "x" * 30


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The lines of a bot's own log, with the run's handlers put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    set_up_logging([TOKEN], logging.DEBUG)
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)


def test_p10_only_allowed_extras_are_printed(written: io.StringIO) -> None:
    """A key that is not on the list stays out, whatever it holds."""
    logging.getLogger("bot.x").warning("a turn failed", extra={"tries": 3, "patient": "sp3cial-marker"})
    assert "a turn failed tries=3" in written.getvalue()
    assert "sp3cial-marker" not in written.getvalue()


def test_p10_a_traceback_names_places_and_never_the_message(written: io.StringIO) -> None:
    """An exception's own words may quote a patient or hold SQL parameters."""
    try:
        int("sp3cial-marker said 310-555-0123")
    except ValueError:
        logging.getLogger("bot.x").exception("it broke")
    assert "ValueError" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "sp3cial-marker" not in written.getvalue()
    assert "555-0123" not in written.getvalue()


def test_p10_a_lost_exception_is_logged_without_its_words(written: io.StringIO) -> None:
    """Asyncio itself writes what a forgotten task raised; its words stay out of the log."""

    async def fails() -> None:
        raise ValueError("sp3cial-marker")

    async def forget() -> None:
        task = asyncio.create_task(fails())
        await asyncio.wait([task])

    asyncio.run(forget())
    assert "Task exception was never retrieved" in written.getvalue()
    assert "sp3cial-marker" not in written.getvalue()


def test_p10_an_error_that_ends_the_bot_is_logged_without_its_words() -> None:
    """The interpreter's own last traceback would print them."""
    program = "import bot.logs; bot.logs.set_up_logging(); int('sp3cial-marker')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "CRITICAL bot ended by an error" in ended.stderr
    assert "ValueError" in ended.stderr
    assert "sp3cial-marker" not in ended.stderr


def test_p10_tokens_are_hidden_also_at_debug(written: io.StringIO) -> None:
    """In a message, in a URL, in an argument."""
    logging.getLogger("bot.x").debug("calling https://example.test/bot%s/getUpdates", TOKEN)
    assert TOKEN not in written.getvalue()
    assert "FAKE" not in written.getvalue()


def test_p10_the_net_catches_what_it_should() -> None:
    """A net that catches nothing would prove nothing."""
    net = LogNet()
    net.handle(logging.makeLogRecord({"msg": "call %s", "args": ("310-555-0123",), "name": "x"}))
    assert len(net.caught) == 1
