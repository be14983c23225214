"""What the worker's and the sender's loops share: waiting, waking, and saying what went wrong without quoting it."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable

from bot.delivery.bell import Bell
from bot.storage.database import is_away

POLL = 1.0
LAST_STEP = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0


async def keep_going(step: Callable[[], Awaitable[bool]], bell: Bell, log: logging.Logger, linger: float) -> None:
    """Step while there is work, else wait for the bell; after an error wait a little, longer each time in a row.

    The first step after the bell is taken at once; between steps it lingers (seconds), so that under load
    each does more.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            more = await _whole(step)
        except Exception as error:  # noqa: BLE001 - a loop that dies leaves every patient unanswered
            message = "waiting for the database" if is_away(error) else "a step failed"
            log.error(message, extra={"error": where(error)})  # noqa: TRY400 - a traceback may quote a patient
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            pause = FIRST_PAUSE
            if not more:
                await bell.wait(POLL)
                continue
            await asyncio.sleep(linger)


async def _whole(step: Callable[[], Awaitable[bool]]) -> bool:
    """One step; who is told to stop in its middle ends it first, which takes a transaction's time."""
    task = asyncio.ensure_future(step())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LAST_STEP)
        task.cancel()
        raise


def where(error: BaseException) -> str:
    """An error's type and the line that raised it; never its message, which may hold a patient's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
