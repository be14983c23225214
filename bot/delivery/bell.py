"""Wakes a waiting loop of the same process."""

import asyncio


class Bell:
    """Rung when there is work; a ring before the wait is not lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the waiter, now or at its next wait."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until rung, at most `seconds`: another process may have left work without ringing here."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()
