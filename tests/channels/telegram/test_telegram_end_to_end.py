"""The whole bot in its own process, as an operator runs it, and a patient who writes to it through a Bot API server."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.engine import Engine
from tests.fakes import telegram_updates as tg
from tests.fakes.emulator import Emulator
from tests.fakes.telegram_channel import TOKEN

ROOT = Path(__file__).parents[3]
STARTING, ANSWERING, OBEYING = 120, 20, 5
"""Seconds, the first two generous because other work may share the machine."""


@dataclass
class Ana:
    """A patient in Telegram; every method returns once the bot has answered with `reads` among its words."""

    telegram: Emulator
    read: int = 0

    async def says(self, words: str, reads: str) -> None:
        """Type something."""
        await self._does(tg.text(words), reads)

    async def shares_her_number(self, reads: str) -> None:
        """Tap the button that shares one's own contact card, once it is there."""
        await self.telegram.until(lambda: "keyboard" in self.telegram.messages[-1].get("reply_markup", {}), ANSWERING)
        await self._does(tg.contact("13105550123"), reads)

    async def taps(self, label: str, reads: str) -> None:
        """Tap a button of the latest message that has buttons."""
        markups = [message.get("reply_markup", {}) for message in self.telegram.messages]
        rows = next(it["inline_keyboard"] for it in reversed(markups) if "inline_keyboard" in it)
        [data] = [button["callback_data"] for row in rows for button in row if label in button["text"]]
        await self._does(tg.tap(data), reads)

    async def _does(self, update: dict[str, Any], reads: str) -> None:
        self.read = len(self.telegram.texts)
        await self.telegram.put(update)
        await self.sees(reads)

    async def sees(self, reads: str) -> None:
        """Wait for an answer to what she did last."""
        try:
            await self.telegram.until(lambda: reads in "\n".join(self.telegram.texts[self.read :]), ANSWERING)
        except TimeoutError:
            raise AssertionError(f"no {reads!r} in {self.telegram.texts[self.read :]}") from None


@dataclass
class Operator:
    """Runs the `clinic-bot` command with one machine's settings; what it logs is in `log`."""

    settings: dict[str, str]
    log: Path

    async def start(
        self, *command: str, stdout: int | None = None, stderr: int | None = None
    ) -> asyncio.subprocess.Process:
        """Start a command in its own process; it logs to `log` unless `stderr` says otherwise."""
        environment = {"PATH": os.environ["PATH"], **self.settings}
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *command, env=environment, cwd=ROOT, stdout=stdout, stderr=stderr or log
            )

    @asynccontextmanager
    async def runs(self, telegram: Emulator) -> AsyncIterator[asyncio.subprocess.Process]:
        """`clinic-bot run` from its first call of Telegram on."""
        before = telegram.statuses.count(("deleteWebhook", 200))
        async with ending(await self.start("run")) as bot:
            await telegram.until(lambda: telegram.statuses.count(("deleteWebhook", 200)) > before, STARTING)
            yield bot

    async def call_requests(self) -> list[dict[str, Any]]:
        """What `clinic-bot requests --json` prints."""
        process = await self.start("requests", "--json", stdout=asyncio.subprocess.PIPE)
        printed, _ = await process.communicate()
        return list(json.loads(printed))


@asynccontextmanager
async def ending(bot: asyncio.subprocess.Process) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that gets SIGTERM at the end of the block, and must obey within five seconds."""
    try:
        yield bot
    finally:
        if bot.returncode is None:
            bot.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(bot.wait(), OBEYING)
        except TimeoutError:
            bot.kill()
            await bot.wait()
            raise


@pytest.fixture
async def telegram() -> AsyncIterator[Emulator]:
    """A Bot API server that the product's authors did not write."""
    async with Emulator(TOKEN) as server:
        yield server


@pytest.fixture
def operator(telegram: Emulator, tmp_path: Path, cache: Path, engine: Engine) -> Operator:
    """A machine with nothing on it but the settings, and what `engine` has learned of the knowledge already."""
    settings = {
        "CLINIC_BOT_TELEGRAM__TOKEN": TOKEN,
        "CLINIC_BOT_TELEGRAM__API_URL": telegram.url,
        "CLINIC_BOT_DATABASE__URL": f"sqlite:///{tmp_path}/clinic-bot.db",
        "CLINIC_BOT_DATABASE__KEY_FILE": f"{tmp_path}/data.key",
        "CLINIC_BOT_MATCHING__CACHE": str(cache),
        "CLINIC_BOT_WEB__PORT": "0",
    }
    return Operator(settings, tmp_path / "log")


async def test_a_patient_asks_and_leaves_a_call_request_in_telegram(telegram: Emulator, operator: Operator) -> None:
    """Three questions are answered and a call request is kept once, across a kill -9 in the middle of the form."""
    ana = Ana(telegram)
    async with operator.runs(telegram) as bot:
        await ana.says("whats your number", reads="310-270-0625")
        await ana.says("do u treat ptsd", reads="PTSD")
        await ana.says("how much does it cost", reads="Prices")
        await ana.says("/start schedule", reads="not a private medical channel")
        await ana.taps("Yes, go ahead", reads="What name")
        await ana.says("Ana Lopez", reads="Which phone number")
        bot.kill()
        await bot.wait()
    async with operator.runs(telegram):
        await ana.shares_her_number(reads="When would you like the call")
        await ana.taps("as soon as possible", reads="voicemail")
        await ana.taps("no voicemail", reads="Shall I send it")
        await ana.taps("Send it", reads="Your reference is #")
    [request] = await operator.call_requests()
    assert "Ana Lopez" in json.dumps(request)
    assert telegram.pending == 0
    log = operator.log.read_text()
    assert all(secret not in log for secret in (TOKEN, "Ana", "Lopez", "555", "ptsd"))


async def test_the_bot_waits_for_a_telegram_that_is_away(telegram: Emulator, operator: Operator) -> None:
    """Started while Telegram cannot be reached, the bot says so without its token, stays, and ends when told to."""
    operator.settings["CLINIC_BOT_TELEGRAM__API_URL"] = "http://127.0.0.1:9/bot"
    async with ending(await operator.start("run", stderr=asyncio.subprocess.PIPE)) as bot:
        assert bot.stderr is not None
        async with asyncio.timeout(STARTING):
            said = await bot.stderr.readuntil(b"Telegram does not answer")
    said += await bot.stderr.read()
    assert bot.returncode == 0
    assert TOKEN.encode() not in said
