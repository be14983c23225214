import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.config import Retention
from bot.delivery.health import Health, health
from bot.delivery.sender import LEASE
from bot.delivery.sweeper import Sweeper
from bot.errors import ChannelUnavailableError
from bot.messages import Later
from bot.storage.keys import KeySource
from bot.storage.store import Store
from bot.storage.waiting import open_when_there
from tests.fakes.flow import Flow
from tests.fakes.patients import NOON, Clock, call_request, said
from tests.fakes.postgres import PostgresServer


@asynccontextmanager
async def running(flow: Flow) -> AsyncIterator[None]:
    """Worker and sender run, as in the bot, for the length of the block."""
    tasks = [asyncio.create_task(flow.worker.run()), asyncio.create_task(flow.sender.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def read(flow: Flow, count: int) -> None:
    """Until so many replies were carried."""
    async with asyncio.timeout(20):
        while len(flow.notebook.carried) < count:
            await flow.notebook.changed.wait()
            flow.notebook.changed.clear()


@pytest.fixture(scope="module")
def own_server(postgres: PostgresServer) -> Iterator[PostgresServer]:
    """A PostgreSQL that tests may stop and start again; `postgres` has said whether there is one at all."""
    server = PostgresServer(durable=False).start()
    yield server
    server.remove()


class Ear(logging.Handler):
    """Hears the first log record."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        """Remember that there was one."""
        assert record.getMessage()
        self.heard.set()


async def test_a_running_bot_answers_without_being_asked(store: Store) -> None:
    """A kept message wakes the worker, its reply wakes the sender."""
    flow = Flow(store)
    async with running(flow):
        await flow.keep("hello")
        await read(flow, 1)
        await flow.keep("again")
        await read(flow, 2)
    assert flow.notebook.to("chat-1") == ["0: hello", "1: again"]


async def test_stopping_in_the_middle_loses_nothing(store: Store) -> None:
    """What was under way when the bot was told to stop is done after the next start."""
    hanging = asyncio.Event()

    async def hang(*_: object) -> Later:
        hanging.set()
        await asyncio.Event().wait()
        return Later(0)

    stopped = Flow(store, carriers={"test": hang})
    async with running(stopped):
        await stopped.keep("hello")
        await hanging.wait()
    again = Flow(store)
    again._number = 1
    assert await again.hears("again") == ["0: hello", "1: again"]


async def test_a_database_that_goes_away_is_waited_for(own_server: PostgresServer, keys: KeySource) -> None:
    """While PostgreSQL is down the channel hears that nothing is kept; afterwards everything goes on by itself."""
    flow = Flow(await Store.open(own_server.create("interrupted"), keys))
    async with running(flow):
        await flow.keep("hello")
        await read(flow, 1)
        await asyncio.to_thread(own_server.stop, crash=True)
        with pytest.raises(ChannelUnavailableError):
            await flow.keep("lost?")
        await asyncio.to_thread(own_server.start)
        await flow.keep("again")
        await read(flow, 2)
    await flow.store.close()
    assert flow.notebook.to("chat-1") == ["0: hello", "1: again"]


async def test_a_start_waits_for_its_database(
    own_server: PostgresServer, keys: KeySource, caplog: pytest.LogCaptureFixture
) -> None:
    """A bot that starts before its database says what it waits for and starts when it is there."""
    url = own_server.create("late")
    await asyncio.to_thread(own_server.stop)
    ear = Ear()
    logging.getLogger("bot.storage.waiting").addHandler(ear)
    opening = asyncio.create_task(open_when_there(url, keys))
    await ear.heard.wait()
    await asyncio.to_thread(own_server.start)
    await (await opening).close()
    logging.getLogger("bot.storage.waiting").removeHandler(ear)
    assert caplog.records[0].getMessage() == "waiting for the database"


async def test_two_replicas_share_the_work(lasting_url: str, keys: KeySource) -> None:
    """Two copies on one PostgreSQL answer every message once, each chat in order."""
    if not lasting_url.startswith("postgresql"):
        pytest.skip("SQLite has one worker")
    one, two = [Flow(await Store.open(lasting_url, keys), alone=False) for _ in range(2)]
    two.notebook.carried = one.notebook.carried
    two.notebook.changed = one.notebook.changed
    async with running(one), running(two):
        for n in range(10):
            flow = (one, two)[n % 2]
            await flow.inbox.keep([said(f"m{n}", 100 * n + chat, f"chat-{chat}") for chat in range(12)])
        await read(one, 120)
    for flow in (one, two):
        await flow.store.close()
    for chat in range(12):
        assert one.notebook.to(f"chat-{chat}") == [f"{n}: m{n}" for n in range(10)]


async def test_an_interrupted_commit_is_acknowledged_to_nobody(store: Store) -> None:
    """Webhook calls share commits; when the one that commits is cut off, those that share it hear so too."""
    flow = Flow(store)
    gates = [asyncio.Event(), asyncio.Event()]
    reached, keep = [asyncio.Event(), asyncio.Event()], store.inbox.keep
    calls = iter(range(3))

    async def gated(*arguments: Any) -> None:
        call = next(calls)
        if call < len(gates):
            reached[call].set()
            await gates[call].wait()
        await keep(*arguments)

    store.inbox.keep = gated  # type: ignore[method-assign,assignment]
    keeping = [asyncio.create_task(flow.inbox.keep([said(f"m{n}", n, f"chat-{n}")])) for n in range(3)]
    await reached[0].wait()
    gates[0].set()
    await reached[1].wait()
    keeping[1].cancel()
    results = await asyncio.gather(*keeping, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), asyncio.CancelledError, ChannelUnavailableError]
    if not (store.database.one_worker and store.database.file is None):
        await flow.drain()
        assert flow.notebook.carried == [("chat-0", "0: m0")]


async def test_health_says_what_waits_and_for_how_long(store: Store) -> None:
    """The facts for /health: the last turn, the oldest message and reply that wait, what was given up."""
    flow = Flow(store)
    assert await health(store, None, NOON) == Health(None, 0, None, 0, None, 0)
    await flow.keep("hello")
    flow.clock.forward(seconds=5)
    await flow.keep("again")
    now = flow.clock()
    assert await health(store, flow.worker.last_turn, now) == Health(None, 2, NOON, 0, None, 0)
    await flow.worker.drain()
    assert await health(store, flow.worker.last_turn, now) == Health(now, 0, None, 2, now, 0)
    await flow.sender.drain()
    await flow.hears("break it")
    assert await health(store, flow.worker.last_turn, now) == Health(now, 0, None, 0, None, 1)


async def test_a_sweep_that_fails_is_reported_and_does_not_end_the_bot(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Retention reports its own trouble; the next hour tries again."""
    sweeper = Sweeper(store, Retention(), Clock())
    await sweeper.step()
    audit, store.audit.sweep = store.audit.sweep, None  # type: ignore[method-assign,assignment]
    await sweeper.step()
    store.audit.sweep = audit  # type: ignore[method-assign]
    await sweeper.step()
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == ["a sweep failed"]
    async with store.reading() as tx:
        assert [line.action for line in await store.audit.lines(tx)] == ["swept", "swept"]


async def test_a_restored_sqlite_backup_goes_on(sqlite_file: Path, keys: KeySource, tmp_path: Path) -> None:
    """A backup taken while the bot runs holds every committed request and opens with the same key."""
    flow = Flow(await Store.open(f"sqlite:///{sqlite_file}", keys))
    await flow.hears("call me")
    copy = tmp_path / "restored" / "bot.db"
    copy.parent.mkdir(mode=0o700)
    with sqlite3.connect(sqlite_file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    await flow.store.close()
    await _goes_on(f"sqlite:///{copy}", keys)


async def test_a_restored_postgresql_backup_goes_on(postgres: PostgresServer, keys: KeySource, tmp_path: Path) -> None:
    """pg_dump of a live database, put into an empty one, is a working bot again."""
    flow = Flow(await Store.open(postgres.create("before_restore"), keys))
    await flow.hears("call me")
    postgres.dump("before_restore", tmp_path / "backup")
    await flow.store.close()
    url = postgres.create("after_restore")
    postgres.restore(tmp_path / "backup", "after_restore")
    await _goes_on(url, keys)


async def _goes_on(url: str, keys: KeySource) -> None:
    """The same chat is known, its request is there, the next message is answered, a repeated one is not."""
    flow = Flow(await Store.open(url, keys))
    await flow.inbox.keep([said("call me", 1), said("hello", 2)])
    await flow.drain()
    async with flow.store.reading() as tx:
        kept = [kept.request for kept in await flow.store.requests.listed(tx)]
    await flow.store.close()
    assert kept == [call_request("R1")]
    assert flow.notebook.to("chat-1") == ["1: hello"]


async def test_what_a_killed_replica_had_taken_is_carried_after_its_lease(lasting_url: str, keys: KeySource) -> None:
    """Another replica carries it a lease later; a sender that is alone, as with SQLite, carries it at its start."""
    flow = Flow(await Store.open(lasting_url, keys), alone=False)
    await flow.keep("hello")
    await flow.worker.drain()
    async with flow.store.writing() as tx:
        assert len(await flow.store.outbox.take(tx, flow.clock(), LEASE, 10, ["test"])) == 1
    await flow.sender.drain()
    assert flow.notebook.carried == ([("chat-1", "0: hello")] if flow.store.database.one_worker else [])
    flow.clock.forward(seconds=LEASE.total_seconds())
    await flow.sender.drain()
    await flow.store.close()
    assert flow.notebook.carried == [("chat-1", "0: hello")]
