"""The connection to SQLite or PostgreSQL: one setting without a driver, safe files, and transactions that mean it."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import SettingsError

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "busy_timeout=10000")
# The heads of the lines are found by walking an index in order and stopping early. A planner without statistics, which
# is what a new database has, would gather and sort the whole line instead.
LINE_PLANS = "-c enable_bitmapscan=off"
LASTING = ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE")
HASTY = ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")


def parse_url(written: str) -> URL:
    """An SQLAlchemy URL with our driver.

    Raises:
        SettingsError: the text is no URL of SQLite or PostgreSQL, or names a driver. It is not repeated: it may hold
            a password.
    """
    try:
        url = make_url(written)
    except ArgumentError:
        url = URL.create("none")
    if url.drivername not in DRIVERS:
        raise SettingsError("database.url: write sqlite:///var/clinic-bot.db or postgresql://user@host/name")
    return url.set(drivername=DRIVERS[url.drivername])


def is_away(error: BaseException) -> bool:
    """Whether the database does not answer for now (or asks to try again), so that nobody's message is to blame."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeoutError):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


class Database:
    """An engine and its two kinds of transactions.

    SQLite gets one connection, which makes every transaction wait for the one before it; PostgreSQL gets a pool.
    """

    def __init__(self, written: str) -> None:
        url = parse_url(written)
        self.one_worker = url.get_backend_name() == "sqlite"
        self.file = _file(url) if self.one_worker else None
        self.engine = _sqlite(url, self.file) if self.one_worker else _postgresql(url)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with self.engine.connect() as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def writing(self, *, hasty: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end of the block and rolls back on an error.

        A `hasty` commit does not wait for the disk: it outlives the process, but a power cut may take it back. That is
        for what only spares a repetition, such as marking a reply as carried.
        """
        async with self.engine.connect() as connection:
            await connection.execution_options(begin=HASTY if hasty else LASTING)
            async with connection.begin():
                if hasty and not self.one_worker:
                    await connection.execute(text("SET LOCAL synchronous_commit TO off"))
                yield connection

    async def scrub(self) -> None:
        """Fold SQLite's write-ahead log into the file and empty it, so that what was deleted is in neither."""
        if self.file is None:
            return
        async with self.engine.connect() as connection:
            await connection.execution_options(begin=())
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _postgresql(url: URL) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=8,
        max_overflow=8,
        pool_timeout=10,
        connect_args={"connect_timeout": 5, "options": LINE_PLANS},
        hide_parameters=True,
    )


def _sqlite(url: URL, file: Path | None) -> AsyncEngine:
    if file is not None:
        prepare(file)
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"isolation_level": None},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, record: object) -> None:  # noqa: ANN401 - SQLAlchemy's adapter of aiosqlite
    del record
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at once: upgrading a read lock later can fail without waiting."""
    for statement in connection.get_execution_options().get("begin", ("BEGIN",)):
        connection.exec_driver_sql(statement)


def _file(url: URL) -> Path | None:
    return None if url.database in (None, "", ":memory:") else Path(url.database)


def prepare(file: Path) -> None:
    """Make folder (0700) and file (0600), so that SQLite's own default never decides who may read them.

    Raises:
        SettingsError: they cannot be made or written.
    """
    try:
        if not file.parent.exists():
            file.parent.mkdir(mode=0o700, parents=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
        sqlite3.connect(file).close()
    except OSError as error:
        raise SettingsError(
            f"database.url: {file}: {error.strerror}; choose a folder that this user may write"
        ) from None
