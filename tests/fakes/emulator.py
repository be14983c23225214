"""The PyPI Bot API emulator over HTTP, which refuses what it would not send, with a memory for what it was sent."""

import asyncio
from collections.abc import Callable
from typing import Any, Self

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator

Json = dict[str, Any]


class _Remembering(LoBotApiEmulator):  # type: ignore[misc]  # the emulator has no types
    """It forgets texts by design; this one keeps the messages that passed its own checks."""

    def __init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.messages: list[Json] = []
        self.changed = asyncio.Event()

    def validate(self, method: str, fields: Json, uploads: Json) -> object:
        """Check a call as the emulator does, then remember a message."""
        result = super().validate(method, fields, uploads)
        if method == "sendMessage":
            self.messages.append(dict(fields))
        return result

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a call and wake whoever waits for something to happen."""
        answer: web.StreamResponse = await super().handle(request)
        self.changed.set()
        return answer


class Emulator:
    """A Bot API server for one bot: `put` what patients do, read `messages`, in which markup is decoded JSON."""

    def __init__(self, token: str) -> None:
        self._token, self._api = token, _Remembering()
        self._runner = web.AppRunner(self._api.app(), access_log=None, shutdown_timeout=0.1)
        self.url = ""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/bot"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def messages(self) -> list[Json]:
        """The messages that the emulator accepted, in order."""
        decode = self._api.decoded
        return [
            {key: decode(value) if key in {"entities", "reply_markup"} else value for key, value in fields.items()}
            for fields in self._api.messages
        ]

    @property
    def texts(self) -> list[str]:
        """The texts of those messages."""
        return [fields["text"] for fields in self._api.messages]

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """Every call's method and HTTP status, in order."""
        return [(call["method"], call["status"]) for call in self._api.requests]

    @property
    def pending(self) -> int:
        """How many updates no offset has confirmed yet."""
        count: int = self._api._update_queues.info(self._token)["pending_update_count"]
        return count

    async def put(self, *updates: Json) -> None:
        """Queue updates."""
        for update in updates:
            await self._api.enqueue_update(update, token=self._token)

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until a call makes `holds` true.

        Raises:
            TimeoutError: it does not become true in time.
        """
        async with asyncio.timeout(seconds):
            while not holds():
                self._api.changed.clear()
                await self._api.changed.wait()
