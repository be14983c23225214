"""Bots as processes of their own, to be killed and started again."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from typing import Self


class Bot:
    """One bot process; `arguments` follow the module's name."""

    def __init__(self, *arguments: str, module: str = "drills.bot") -> None:
        self._arguments, self._module = arguments, module
        self._process: Process | None = None

    async def start(self) -> None:
        """Start, and wait until it says that it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module, *self._arguments, stdout=PIPE, stderr=None
        )
        assert self._process.stdout is not None
        line = await self._process.stdout.readline()
        if line.strip() != b"ready":
            raise RuntimeError(f"{self._module} did not start")

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def kill(self) -> None:
        """End it as kill -9 does."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
