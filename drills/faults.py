"""Telegram on a bad day: whoever it fails is served later, everybody else within a second."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from drills.engine import QUESTIONS
from drills.patients import FIRST_CHAT, Patients
from drills.processes import Bot
from drills.verdict import Verdict
from tests.fakes.telegram_faults import BAD_GATEWAY, BLOCKED, BREAKS, HANGS, Fault, flood

UNLUCKY: dict[int, Fault] = {1: flood(3), 2: BAD_GATEWAY, 3: HANGS, 4: BREAKS, 5: BLOCKED}
BLOCKING = 5
OTHERS = range(FIRST_CHAT, FIRST_CHAT + 40)
GONE = 60.0
LONGEST = 120.0


async def bad_day() -> Verdict:
    """429, 502, hanging and broken connections, a patient who blocks the bot; then Telegram is gone for a minute."""
    with TemporaryDirectory() as folder:
        async with Patients() as patients, Bot(f"sqlite:///{Path(folder)}/var/bot.db", patients.url):
            slow = await _some_fail(patients)
            print("  some chats failed; now Telegram goes away for a minute", flush=True)
            await _gone(patients)
            read = patients.log.read
    unlucky = [chat for chat in UNLUCKY if chat != BLOCKING]
    incomplete = [chat for chat in [*unlucky, *OTHERS] if len(set(read[chat])) != len(QUESTIONS) + (chat in OTHERS)]
    problems = [
        *([f"others waited up to {slow:.1f} s"] if slow > 1 else []),
        *([f"chats without all answers: {incomplete}"] if incomplete else []),
        *(["the blocked chat was written to"] if read[BLOCKING] else []),
    ]
    return Verdict(f"others waited {slow:.2f} s at most, {len(incomplete)} chats without all answers", problems)


async def _some_fail(patients: Patients) -> float:
    """The longest wait of the others while some chats fail; then the failing ones are served, too."""
    patients.chats.update(UNLUCKY)
    await patients.begin(range(1, len(UNLUCKY) + 1))
    await patients.begin(OTHERS)
    await patients.until(lambda: patients.done >= set(OTHERS), LONGEST)
    slow = max(patients.log.waits)
    for chat in UNLUCKY:
        if chat != BLOCKING:
            del patients.chats[chat]
    await patients.until(lambda: patients.done >= set(UNLUCKY) - {BLOCKING}, LONGEST)
    return slow


async def _gone(patients: Patients) -> None:
    """Messages that were kept before are answered after it."""
    for chat in OTHERS:
        await patients.write(chat, "still there?")
    await patients.stop_listening()
    await asyncio.sleep(GONE)
    await patients.start()
    await patients.until(lambda: all("echo still there?" in patients.log.read[chat] for chat in OTHERS), LONGEST)
