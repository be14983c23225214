"""FakeBotApi: a Bot API server over HTTP on a loopback port, with the faults that Telegram has on a bad day."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram_faults import CONFLICT, Fault, wrong

Json = dict[str, Any]
_JSON = {
    "chat_id",
    "offset",
    "timeout",
    "allowed_updates",
    "entities",
    "reply_markup",
    "link_preview_options",
    "commands",
}


@dataclass(frozen=True)
class Call:
    """One call as the server understood it: JSON fields decoded, `message_id` given to a message that went through."""

    method: str
    fields: Json
    message_id: int = 0


class FakeBotApi:
    """Keeps updates until an offset confirms them; the newer of two polls ends the older, as Telegram does.

    `begun` are the methods called, `calls` the calls answered, in order.

    Faults: `fail(method, *faults)` for the next calls, `chats[id] = fault` for a chat, `down` for every call.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.begun: list[str] = []
        self.calls: list[Call] = []
        self.updates: list[Any] = []
        self.chats: dict[int, Fault] = {}
        self.down: Fault | None = None
        self._next_update, self._next_message = 1, 1
        self._faults: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self._changed = asyncio.Condition()
        self._polls = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The base_url for python-telegram-bot."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def sent(self) -> list[Json]:
        """The fields of every message that went through, in order."""
        return [call.fields for call in self.calls if call.method == "sendMessage" and call.message_id]

    @property
    def methods(self) -> list[str]:
        """The methods of the calls answered, in order."""
        return [call.method for call in self.calls]

    async def start(self) -> None:
        """Listen; after a stop, on the same port and with everything remembered."""
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]

    async def stop(self) -> None:
        """Stop listening: Telegram is unreachable."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def put(self, *updates: Any) -> None:
        """Queue updates; a dict without update_id gets the next one. Anything that JSON can spell is taken."""
        async with self._changed:
            for update in updates:
                if isinstance(update, dict):
                    self._next_update = update.setdefault("update_id", self._next_update) + 1
                self.updates.append(update)
            self._changed.notify_all()

    def fail(self, method: str, *faults: Fault | None) -> None:
        """Answer the next calls of `method` with these faults, in order; None lets a call through."""
        self._faults[method].extend(faults)

    async def until(self, holds: Callable[[], object], seconds: float = 10) -> None:
        """Wait until a call or an update makes `holds` true.

        Raises:
            TimeoutError: it does not become true in time.
        """
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(holds()))

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method, fields = request.match_info["method"], _decoded(dict(await request.post()))
        async with self._changed:
            self.begun.append(method)
            self._changed.notify_all()
        faults = self._faults[method]
        fault = self.down or (faults.popleft() if faults else None) or self.chats.get(fields.get("chat_id", 0))
        answer = await self._faulty(request, fault) if fault else await self._answer(method, fields)
        message = self._next_message if method == "sendMessage" and answer.status == web.HTTPOk.status_code else 0
        self._next_message += bool(message)
        async with self._changed:
            self.calls.append(Call(method, fields, message))
            self._changed.notify_all()
        return answer

    async def _faulty(self, request: web.Request, fault: Fault) -> web.Response:
        if fault.hangs:
            await asyncio.get_running_loop().create_future()
        if fault.breaks and request.transport is not None:
            request.transport.abort()
        return fault.answer()

    async def _answer(self, method: str, fields: Json) -> web.Response:
        if method == "getUpdates":
            return await self._poll(fields)
        if method == "getMe":
            return _fine({"id": 1, "is_bot": True, "first_name": "Clinic bot", "username": "clinic_bot"})
        if method != "sendMessage":
            return _fine(result=True)
        if refusal := wrong(fields):
            return Fault(400, f"Bad Request: {refusal}").answer()
        chat = {"id": fields["chat_id"], "type": "private"}
        return _fine({"message_id": self._next_message, "date": 1, "chat": chat, "text": fields["text"]})

    async def _poll(self, fields: Json) -> web.Response:
        self._polls += 1
        this, offset = self._polls, fields.get("offset", 0)
        async with self._changed:
            self._changed.notify_all()  # an older poll ends
            self.updates = [it for it in self.updates if not isinstance(it, dict) or it["update_id"] >= offset]
            try:
                async with asyncio.timeout(fields.get("timeout", 0)):
                    await self._changed.wait_for(lambda: self.updates or this != self._polls)
            except TimeoutError:
                return _fine([])
            return CONFLICT.answer() if this != self._polls else _fine(self.updates[:100])


def _fine(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _decoded(form: Json) -> Json:
    """Fields as their types: python-telegram-bot sends everything but text as JSON."""
    return {key: json.loads(value) if key in _JSON else value for key, value in form.items()}
