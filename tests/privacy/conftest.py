from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.engine import Engine
from bot.storage.keys import KeySource
from tests.privacy.house import House, open_house


@pytest.fixture
async def house(sqlite_file: Path, keys: KeySource, engine: Engine) -> AsyncIterator[House]:
    """The whole bot over a file on disk."""
    async with open_house(sqlite_file, keys, engine) as opened:
        yield opened
