"""Many patients of a fake Telegram, each of whom leaves a call request: the next message follows the answer."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from drills.bot import SECRET
from drills.engine import QUESTIONS
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_updates import text

Json = dict[str, Any]
FIRST_CHAT = 100_000
LONGEST_THOUGHT = 0.3


def name_of(chat: int) -> str:
    """What a patient says when asked for the name."""
    return f"Patient Number {chat}"


def _message(chat: int, step: int) -> str:
    words = {1: name_of(chat), 2: f"+1310555{chat % 100:04}"}.get(step, "please")
    return f"call {step} {words}"


@dataclass
class Log:
    """What patients read, in order, and how long each waited (seconds)."""

    read: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    waits: list[float] = field(default_factory=list)

    @property
    def repeats(self) -> int:
        """How many messages arrived more than once."""
        return sum(len(texts) - len(set(texts)) for texts in self.read.values())


class Patients(FakeBotApi):
    """A Telegram whose patients leave call requests; `deliver` is how it hands over an update (default: polling)."""

    def __init__(self, webhooks: list[str] | None = None, twice: float = 0.0) -> None:
        super().__init__()
        self.log = Log()
        self.done: set[int] = set()
        self.doubles = 0
        self._webhooks = webhooks or []
        self._twice = twice
        self._written: dict[tuple[int, str], float] = {}
        self._deliveries: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def begin(self, chats: range) -> None:
        """Every patient of `chats` writes the first message of a call request."""
        for chat in chats:
            await self._say(chat, 0)

    async def write(self, chat: int, words: str) -> None:
        """A patient writes something, which is delivered by polling, or by webhook in the background."""
        self._written[chat, words] = time.monotonic()
        update = text(words, chat)
        if not self._webhooks:
            await self.put(update)
            return
        update["update_id"], self._next_update = self._next_update, self._next_update + 1
        self._in_background(self._post(update))

    async def start(self) -> None:
        """Listen, and be ready to post."""
        await super().start()
        if self._session is not None:
            return
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=64))

    async def stop_listening(self) -> None:
        """Be away, with everything remembered."""
        await super().stop()

    async def stop(self) -> None:
        """Close everything."""
        for task in self._deliveries:
            task.cancel()
        if self._session is not None:
            await self._session.close()
        await super().stop()

    async def _answer(self, method: str, fields: Json) -> web.Response:
        answer = await super()._answer(method, fields)
        if method == "sendMessage" and answer.status == web.HTTPOk.status_code:
            await self._reads(fields["chat_id"], fields["text"])
        return answer

    async def _reads(self, chat: int, words: str) -> None:
        is_new = words not in self.log.read[chat]
        self.log.read[chat].append(words)
        number, _, rest = words.partition(" ")
        step = int(number) if number.isdigit() else None
        question = _message(chat, step) if step is not None else rest
        if is_new and (chat, question) in self._written:
            self.log.waits.append(time.monotonic() - self._written[chat, question])
        if not is_new or step is None:
            return
        if step + 1 < len(QUESTIONS):
            self._in_background(self._think(chat, step + 1))
        else:
            self.done.add(chat)

    async def _think(self, chat: int, step: int) -> None:
        await asyncio.sleep(random.uniform(0, LONGEST_THOUGHT))
        await self._say(chat, step)

    async def _say(self, chat: int, step: int) -> None:
        await self.write(chat, _message(chat, step))

    def _in_background(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._deliveries.add(task)
        task.add_done_callback(self._deliveries.discard)

    async def _post(self, update: Json) -> None:
        """As Telegram does: the same update again until somebody answers 200; now and then once more for nothing."""
        number = update["update_id"]
        attempt = 0
        while not await self._posted(update, number + attempt):
            attempt += 1
            await asyncio.sleep(min(0.05 * 2**attempt, 2))
        if number % 100 < self._twice * 100:
            self.doubles += 1
            await self._posted(update, number + attempt + 1)

    async def _posted(self, update: Json, replica: int) -> bool:
        assert self._session is not None
        url = self._webhooks[replica % len(self._webhooks)]
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        try:
            async with self._session.post(
                url, json=update, headers=headers, timeout=aiohttp.ClientTimeout(10)
            ) as answer:
                return answer.status == web.HTTPOk.status_code
        except (aiohttp.ClientError, TimeoutError):
            return False
