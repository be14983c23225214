"""Stores over every database that the bot can use: one contract, three parametrised fixtures' worth of proof."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.storage.keys import KeySource, new_key
from bot.storage.store import Store
from tests.fakes.postgres import PostgresServer

KINDS = ("memory", "sqlite", "postgresql")
PREPARED = "prepared"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for the whole run; without the Debian package the test is skipped, or fails where CI is set."""
    if not PostgresServer.is_installed():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    server = PostgresServer(durable=False).start()
    asyncio.run(_prepare(server.create(PREPARED)))
    yield server
    server.remove()


async def _prepare(url: str) -> None:
    """Migrated once: much quicker than a database for each test."""
    await (await Store.open(url, KeySource(new_key()))).close()


def _emptied(server: PostgresServer) -> str:
    """The URL of the one prepared database, as empty as after its migration, keys included."""
    url = server.url(PREPARED)
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=10s") as connection:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in connection.execute(query))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
    return url


@pytest.fixture(params=KINDS)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    if request.param == "memory":
        return "sqlite://"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/bot.db"
    return _emptied(request.getfixturevalue("postgres"))


@pytest.fixture(params=KINDS[1:])
def lasting_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind that outlives its process."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/var/bot.db"
    return _emptied(request.getfixturevalue("postgres"))


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
