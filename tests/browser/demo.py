"""A real `clinic-bot demo` process on a free port, in a folder of its own."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 300  # a first start learns the phrases, on a busy machine
END_SECONDS = 10


@dataclass(frozen=True)
class Demo:
    """What the demo printed: the address of the patient chat, and the one-time link to the staff page."""

    chat: str
    staff: str


@asynccontextmanager
async def run_demo(folder: Path, cache: Path) -> AsyncIterator[Demo]:
    """Run until the block ends, then stop it as Ctrl-C does; it must end by itself, cleanly."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", cwd=folder, env=environment(cache), stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(START_SECONDS):
            demo = await addresses(process)
        yield demo
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(END_SECONDS):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def environment(cache: Path) -> dict[str, str]:
    """The shipped knowledge, any free port, and no settings of whoever runs this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_BOT_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "CLINIC_BOT_WEB__PORT": "0",
        "CLINIC_BOT_KNOWLEDGE__FOLDER": str(ROOT / "knowledge"),
        "CLINIC_BOT_MATCHING__CACHE": str(cache),
    }


async def addresses(process: asyncio.subprocess.Process) -> Demo:
    """Read what the demo prints until both addresses are there."""
    assert process.stdout is not None
    printed = ""
    while "Ctrl-C" not in printed:
        line = await process.stdout.readline()
        assert line, f"the demo ended before it was up: {printed}"
        printed += line.decode()
    chat, staff = re.findall(r"http://\S+", printed)
    return Demo(chat, staff)
