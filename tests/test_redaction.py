import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.messages import Reply
from bot.redaction import TALKATIVE, SecretsFilter, calm_libraries, redact
from tests.fakes import telegram_updates as tg
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import Notebook, make_channel, polling
from tests.fakes.telegram_faults import BAD_GATEWAY, BREAKS, UNAUTHORIZED, Fault

# Made at run time, so that no file holds anything that looks like a token.
TOKEN = "987654321:" + "Ab_-" * 9


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "https://api.telegram.org/bot<hidden>/getMe"),
        ("http://127.0.0.1/bot1:FAKE/getUpdates?x", "http://127.0.0.1/bot<hidden>/getUpdates?x"),
        (f"Bot[token={TOKEN}]", "Bot[token=<hidden>]"),
        ("the password is hunter2", "the password is <hidden>"),
        ("at 12:30, File bot/app.py:12", "at 12:30, File bot/app.py:12"),
    ],
)
def test_tokens_and_given_secrets_are_redacted(text: str, redacted: str) -> None:
    """Tokens in addresses and anywhere else go, and so do the secrets one names; times and paths stay."""
    assert redact(text, ["hunter2"]) == redacted


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the root logger writes at DEBUG, through a handler with the filter."""
    stream, root = io.StringIO(), logging.getLogger()
    libraries = {name: logging.getLogger(name).level for name in TALKATIVE}
    handler = logging.StreamHandler(stream)
    handler.addFilter(SecretsFilter(["1:FAKE"]))
    level, others = root.level, root.handlers
    root.handlers = [handler]  # alone: what is logged here on purpose is nobody else's to see
    root.setLevel(logging.DEBUG)
    yield stream
    root.handlers = others
    root.setLevel(level)
    for name, its_level in libraries.items():
        logging.getLogger(name).setLevel(its_level)


def test_arguments_tracebacks_and_stacks_are_redacted(log: io.StringIO) -> None:
    """A token shows neither as an argument, nor in a traceback, nor in a printed stack."""
    try:
        Path(f"/bot{TOKEN}/getMe").read_bytes()
    except OSError:
        logging.getLogger("anything").exception("calling %s", f"bot{TOKEN}", stack_info=True)
    assert "No such file or directory: '/bot<hidden>/getMe'" in log.getvalue()
    assert TOKEN not in log.getvalue()


@pytest.mark.parametrize("fault", [None, BAD_GATEWAY, UNAUTHORIZED, BREAKS])
async def test_a_debug_log_of_a_whole_run_holds_no_token_and_no_patients_words(
    log: io.StringIO, fault: Fault | None
) -> None:
    """Even at DEBUG, set-up, polling, sending and faults write neither the token nor what patients say."""
    calm_libraries()
    async with FakeBotApi() as api, polling(api.url, Notebook()) as channel:
        await channel.set_up()
        await channel.carrier("1001", Reply("your secret worry"))
        api.fail("getUpdates", fault)
        await api.put(tg.text("my secret worry"), {"message": {"text": "my secret worry"}})
        await api.until(lambda: not api.updates)
        await api.stop()
        await channel.carrier("1001", Reply("your secret worry"))
    assert "cannot be read" in log.getvalue()
    assert "FAKE" not in log.getvalue()
    assert "secret worry" not in log.getvalue()


def test_no_object_of_the_channel_shows_the_token() -> None:
    """Error reporters that print locals print no token."""
    channel = make_channel("http://127.0.0.1:9/bot", Notebook())
    assert "FAKE" not in repr([channel, channel._bot, channel._poller._bot, channel.carrier, channel.health])
