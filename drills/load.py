"""How many messages a second, and how long a patient waits, beside a bare python-telegram-bot echo bot."""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from drills.patients import FIRST_CHAT, Patients
from drills.processes import Bot
from drills.verdict import Verdict, free_port
from tests.fakes.postgres import PostgresServer

CHATS, EACH = 300, 10
RATE, SECONDS = 30, 20
LEAST = {"SQLite, polling": 300.0, "PostgreSQL, two webhook replicas": 500.0}
LONGEST_WAIT = 0.25
LONGEST = 120.0


async def throughput() -> Verdict:
    """Messages a second of a durable bot, and of a bare one that keeps nothing, on the same fake server."""
    async with Patients() as patients:
        bare = await _rate(patients, [Bot("-", patients.url, module="drills.bare")])
    rates = {"SQLite, polling": await _sqlite_rate(), "PostgreSQL, two webhook replicas": await _postgresql_rate()}
    problems = [f"{name}: less than {LEAST[name]:.0f}/s" for name, rate in rates.items() if rate < LEAST[name]]
    shown = [f"{name}: {rate:.0f}/s ({rate / bare:.2f} of bare)" for name, rate in rates.items()]
    return Verdict(f"bare echo bot, polling: {bare:.0f}/s; {'; '.join(shown)}", problems)


async def waiting() -> Verdict:
    """A patient's wait for the answer while 30 messages a second come in, which is what Telegram lets a bot send."""
    async with Patients() as patients:
        with TemporaryDirectory() as folder:
            lite = await _waits(patients, Bot(f"sqlite:///{Path(folder)}/var/bot.db", patients.url))
    server = PostgresServer(durable=True).start()
    try:
        async with Patients() as patients:
            great = await _waits(patients, Bot(server.create("drill"), patients.url))
    finally:
        server.remove()
    shown, problems = [], []
    for name, waits in (("SQLite", lite), ("PostgreSQL", great)):
        median, late = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
        shown.append(
            f"{name}: median {median * 1000:.0f} ms, p95 {late * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms"
        )
        problems += [f"{name}: p95 over 250 ms"] if late > LONGEST_WAIT else []
    return Verdict("; ".join(shown), problems)


async def _sqlite_rate() -> float:
    with TemporaryDirectory() as folder:
        async with Patients() as patients:
            return await _rate(patients, [Bot(f"sqlite:///{Path(folder)}/var/bot.db", patients.url)])


async def _postgresql_rate() -> float:
    server = PostgresServer(durable=True).start()
    try:
        url, ports = server.create("drill"), [free_port(), free_port()]
        async with Patients([f"http://127.0.0.1:{port}/telegram/webhook" for port in ports]) as patients:
            return await _rate(patients, [Bot(url, patients.url, str(port)) for port in ports])
    finally:
        server.remove()


async def _rate(patients: Patients, bots: list[Bot]) -> float:
    """Every chat writes ten messages, each at once; how many a second were answered."""
    async with AsyncExitStack() as stack:
        for bot in bots:
            await stack.enter_async_context(bot)
        begun = time.monotonic()
        for n in range(EACH):
            for chat in range(FIRST_CHAT, FIRST_CHAT + CHATS):
                await patients.write(chat, f"message {n}")
        await patients.until(lambda: len(patients.sent) >= CHATS * EACH, LONGEST)
        return CHATS * EACH / (time.monotonic() - begun)


async def _waits(patients: Patients, bot: Bot) -> list[float]:
    async with bot:
        due = time.monotonic()
        for n in range(RATE * SECONDS):
            await patients.write(FIRST_CHAT + n % CHATS, f"message {n}")
            due += 1 / RATE
            await asyncio.sleep(max(0, due - time.monotonic()))
        await patients.until(lambda: len(patients.log.waits) >= RATE * SECONDS, LONGEST)
    return patients.log.waits
