"""kill -9 every second or so while patients leave call requests; afterwards every request is there exactly once."""

import asyncio
import random
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.keys import KeySource
from bot.storage.store import Store
from drills.bot import KEY
from drills.engine import QUESTIONS
from drills.patients import FIRST_CHAT, Patients, name_of
from drills.processes import Bot
from drills.verdict import Verdict, free_port
from tests.fakes.postgres import PostgresServer

CONVERSATIONS = 300
AT_ONCE = 10
LONGEST = 300.0


async def sqlite_polling() -> Verdict:
    """One bot on an SQLite file, polling."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/var/bot.db"
        async with Patients() as patients:
            return await _drill(url, patients, [Bot(url, patients.url)])


async def postgresql_polling() -> Verdict:
    """One bot on PostgreSQL, polling."""
    server = PostgresServer(durable=True).start()
    try:
        url = server.create("drill")
        async with Patients() as patients:
            return await _drill(url, patients, [Bot(url, patients.url)])
    finally:
        server.remove()


async def webhook_replicas() -> Verdict:
    """Two replicas behind webhooks on one PostgreSQL; a third of all updates come twice; the database crashes."""
    server = PostgresServer(durable=True).start()
    try:
        url = server.create("drill")
        ports = [free_port(), free_port()]
        async with Patients([f"http://127.0.0.1:{port}/telegram/webhook" for port in ports], twice=0.33) as patients:
            bots = [Bot(url, patients.url, str(port)) for port in ports]
            return await _drill(url, patients, bots, server)
    finally:
        server.remove()


async def _drill(url: str, patients: Patients, bots: Sequence[Bot], server: PostgresServer | None = None) -> Verdict:
    begun = time.monotonic()
    for bot in bots:
        await bot.start()
    chats = range(FIRST_CHAT, FIRST_CHAT + CONVERSATIONS)
    writing = asyncio.create_task(_write(patients, chats))
    kills = 0
    crash_at = CONVERSATIONS // 3 if server else CONVERSATIONS + 1
    while len(patients.done) < CONVERSATIONS and time.monotonic() - begun < LONGEST:
        await asyncio.sleep(random.uniform(0.3, 1.2))
        bot = random.choice(bots)
        await bot.kill()
        kills += 1
        if server and len(patients.done) >= crash_at:
            await _crash(server)
            crash_at = CONVERSATIONS + 1
        await bot.start()
        print(f"  {len(patients.done)} of {CONVERSATIONS} done, {kills} kills", end="\r", flush=True)
    await writing
    for bot in bots:
        await bot.kill()
    return await _judge(url, patients, kills, time.monotonic() - begun)


async def _write(patients: Patients, chats: range) -> None:
    """A few patients write at any time, so that the kills meet every stage of the conversations."""
    for first in chats[::AT_ONCE]:
        begun = range(first, min(first + AT_ONCE, chats.stop))
        await patients.begin(begun)
        try:
            await patients.until(lambda some=begun: len(patients.done & set(some)) >= len(some) - 2, LONGEST)  # type: ignore[misc]
        except TimeoutError:
            return


async def _crash(server: PostgresServer) -> None:
    """The database is gone for five seconds."""
    await asyncio.to_thread(server.stop, crash=True)
    await asyncio.sleep(5)
    await asyncio.to_thread(server.start)


async def _judge(url: str, patients: Patients, kills: int, seconds: float) -> Verdict:
    store = await Store.open(url, KeySource(KEY))
    async with store.reading() as tx:
        kept = [kept.request for kept in await store.requests.listed(tx)]
    await store.close()
    expected = {f"R{chat}": name_of(chat) for chat in range(FIRST_CHAT, FIRST_CHAT + CONVERSATIONS)}
    found = {request.reference: request.name for request in kept}
    in_order = [f"{step} {question}" for step, question in enumerate(QUESTIONS)]
    disordered = [chat for chat, read in patients.log.read.items() if list(dict.fromkeys(read)) != in_order]
    problems = [
        *([f"{len(kept)} requests instead of {CONVERSATIONS}"] if len(kept) != CONVERSATIONS else []),
        *([f"requests differ: {set(expected.items()) ^ set(found.items())}"] if expected != found else []),
        *(
            [f"{len(disordered)} chats unanswered or out of order, such as {patients.log.read[disordered[0]]}"]
            if disordered
            else []
        ),
    ]
    waits = sorted(patients.log.waits)
    line = (
        f"{len(kept)} of {CONVERSATIONS} requests, {kills} kills in {seconds:.0f} s, {patients.doubles} double "
        f"deliveries, {patients.log.repeats} of {4 * CONVERSATIONS} answers read twice, longest wait {waits[-1]:.1f} s"
    )
    return Verdict(line, problems)
