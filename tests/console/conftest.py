from collections.abc import AsyncIterator

import pytest

from tests.console.front_desk import FrontDesk, open_front_desk


@pytest.fixture
async def desk() -> AsyncIterator[FrontDesk]:
    """The staff pages on loopback http, over an empty store."""
    async with open_front_desk() as opened:
        yield opened
