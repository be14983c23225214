"""A fake Bot API server for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import Notebook


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    """Telegram, for one test."""
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
def notebook() -> Notebook:
    """An empty inbox."""
    return Notebook()
