from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.messages import Received
from bot.storage.keys import KeySource
from bot.storage.requests import OPEN
from bot.storage.store import Store
from tests.fakes.flow import Flow, Notebook
from tests.fakes.patients import echo, said

WRITTEN = ("hello", "call me", "more")
CHATS = ("chat-1", "chat-2")


class PowerCut(BaseException):
    """The process ends here: not an error that any code could handle."""


@dataclass(frozen=True)
class Line:
    """A line of the flow: a method of one of its parts; `repeats` where the patient may read an answer twice."""

    part: str
    method: str
    repeats: bool = False


LINES = (
    Line("store.inbox", "keep"),
    Line("bell", "ring"),
    Line("store.inbox", "heads"),
    Line("store.inbox", "finish"),
    Line("store.left", "add"),
    Line("store.audit", "add"),
    Line("store.conversations", "save"),
    Line("store.outbox", "post"),
    Line("worker", "_settle"),
    Line("store.outbox", "take", repeats=True),
    Line("sender", "_carry", repeats=True),
    Line("store.outbox", "carried", repeats=True),
)


@dataclass
class Fuse:
    """Cuts the power before or after the n-th call of a line."""

    line: Line
    after: bool
    calls: int
    blown: bool = False

    def fit(self, flow: Flow) -> None:
        """Put the fuse into a flow."""
        part: Any = flow
        for name in self.line.part.split("."):
            part = getattr(part, name)
        setattr(part, self.line.method, self._wrap(getattr(part, self.line.method)))

    def _wrap(self, method: Callable[..., Any]) -> Callable[..., Any]:
        if self.line.method in {"ring", "_carry"}:
            return self._wrap_plain(method)

        async def wrapped(*arguments: Any, **named: Any) -> Any:
            is_due = self._is_due()
            if is_due and not self.after:
                raise PowerCut
            result = await method(*arguments, **named)
            if is_due:
                raise PowerCut
            return result

        return wrapped

    def _wrap_plain(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            if self._is_due():
                raise PowerCut
            return method(*arguments)

        return wrapped

    def _is_due(self) -> bool:
        self.calls -= 1
        self.blown = self.blown or self.calls == 0
        return self.calls == 0


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.part}.{line.method}")
async def test_a_crash_at_any_line_loses_nothing_and_doubles_nothing(
    lasting_url: str, keys: KeySource, line: Line, after: bool
) -> None:
    """Whatever line the power goes at, each request is there once and each message is answered once, in order."""
    fuse = Fuse(line, after, calls=2)
    notebook = Notebook()
    flow = await _until_done(lasting_url, keys, fuse, notebook)
    assert fuse.blown
    async with flow.store.reading() as tx:
        requests = [kept.request.reference for kept in await flow.store.requests.listed(tx, OPEN)]
        audit = [audit.action for audit in await flow.store.audit.lines(tx)]
    await flow.store.close()
    assert sorted(requests) == ["R3", "R4"]
    assert audit == ["requested", "requested"]
    for chat in CHATS:
        read = notebook.to(chat)
        assert list(dict.fromkeys(read)) == [f"{n}: {words}" for n, words in enumerate(WRITTEN)]
        assert line.repeats or len(read) == len(WRITTEN)


async def _until_done(url: str, keys: KeySource, fuse: Fuse, notebook: Notebook) -> Flow:
    """A channel that delivers each update until it is kept, and a bot that is started again after the power cut."""
    pending = [said(words, 2 * n + c, chat) for n, words in enumerate(WRITTEN) for c, chat in enumerate(CHATS, start=1)]
    flow = await _start(url, keys, notebook)
    fuse.fit(flow)
    try:
        await _deliver(flow, pending)
    except PowerCut:
        await flow.store.close()
        flow = await _start(url, keys, notebook)
        await _deliver(flow, pending)
    return flow


async def _start(url: str, keys: KeySource, notebook: Notebook) -> Flow:
    flow = Flow(await Store.open(url, keys), echo, carriers={"test": notebook.carry})
    flow.notebook = notebook
    return flow


async def _deliver(flow: Flow, pending: list[Received]) -> None:
    while pending:
        await flow.inbox.keep(pending[:2])
        await flow.drain()
        del pending[:2]
    await flow.drain()
