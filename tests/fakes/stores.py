"""Stores over every database that the bot can use: one contract, three parametrised fixtures' worth of proof."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.keys import KeySource, new_key
from bot.storage.store import Store
from tests.fakes.postgres import PostgresServer

KINDS = ("memory", "sqlite", "postgresql")
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run; without the Debian package the test is skipped, or fails where CI is set."""
    if not PostgresServer.is_installed():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    server = PostgresServer(durable=False).start()
    yield server
    server.remove()


@pytest.fixture(params=KINDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "memory":
        return "sqlite://"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/bot.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create(f"test_{next(_numbers)}")


@pytest.fixture
def keys() -> KeySource:
    """A data key of this test alone."""
    return KeySource(new_key())


@pytest.fixture
async def store(store_url: str, keys: KeySource) -> AsyncIterator[Store]:
    """An open store on each kind of database."""
    opened = await Store.open(store_url, keys)
    yield opened
    await opened.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """Where a test that looks at bytes puts its database."""
    return tmp_path / "var" / "bot.db"
