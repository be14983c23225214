"""Four days in a minute, with the clock as data: rows and memory stay flat while retention works."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config import Retention
from bot.storage.keys import KeySource
from bot.storage.retention import sweep
from bot.storage.store import Store
from drills.bot import KEY
from drills.verdict import Verdict
from tests.fakes.flow import Flow

HOURS, SETTLED = 96, 50
EACH_HOUR = 20
PATIENTS = 97
MOST_GROWTH = 1.05
WORDS = ("hello", "call me", "what is it", "withdraw it", "forget me")


async def four_days() -> Verdict:
    """A message every three minutes from 97 patients and a sweep an hour; compares the third and the fourth day."""
    with TemporaryDirectory() as folder:
        flow = Flow(await Store.open(f"sqlite:///{Path(folder)}/var/bot.db", KeySource(KEY)))
        first = (0, 0)
        for hour in range(HOURS):
            await _hour(flow, hour)
            if hour == SETTLED:
                first = await _size(flow)
        last = await _size(flow)
        await flow.store.close()
    line = f"rows {first[0]} -> {last[0]}, memory {first[1] / 2**20:.1f} -> {last[1] / 2**20:.1f} MiB"
    names = ("rows", "memory")
    grown = [name for name, before, after in zip(names, first, last, strict=True) if after > before * MOST_GROWTH]
    return Verdict(line, [f"{name} grew" for name in grown])


async def _hour(flow: Flow, hour: int) -> None:
    for minute in range(EACH_HOUR):
        number = hour * EACH_HOUR + minute
        await flow.hears(WORDS[number % len(WORDS)], chat=f"chat-{number % PATIENTS}")
        flow.clock.forward(minutes=60 / EACH_HOUR)
    flow.notebook.carried.clear()
    await sweep(flow.store, Retention(), flow.clock())
    print(f"  hour {hour + 1} of {HOURS}", end="\r", flush=True)


async def _size(flow: Flow) -> tuple[int, int]:
    """Rows of everything but the audit, which is meant to grow, and resident memory in bytes."""
    tables = flow.store.tables
    async with flow.store.reading() as tx:
        rows = 0
        for table in (tables.inbox, tables.outbox, tables.conversations, tables.call_requests, tables.counts):
            rows += len((await tx.execute(table.select())).all())
    return rows, _memory()


def _memory() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
