"""Lets one copy of the bot do what only one may do: poll, or work on an SQLite file."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import SecondCopyError
from bot.storage.database import Database

RUNNING = "running"
PAUSE = 0.1
PATIENCE = 3.0


@asynccontextmanager
async def only_copy(
    database: Database, name: str, patience: float = PATIENCE, *, shared: bool = False
) -> AsyncIterator[None]:
    """Hold the lock for the length of the block; it ends with the process, however that ends.

    SQLite: a lock on the file beside the database, whatever the name, never shared. PostgreSQL: an advisory lock by
    `name`; replicas hold one `shared`. A copy that was just killed gets `patience` seconds until its lock is gone. In
    memory there is nobody else.

    Raises:
        SecondCopyError: another copy holds the lock.
    """
    if database.file is not None:
        async with _file_lock(database.file.with_name(database.file.name + ".lock"), patience):
            yield
    elif database.one_worker:
        yield
    else:
        async with _advisory_lock(database, name, patience, "_shared" if shared else ""):
            yield


@asynccontextmanager
async def _file_lock(path: Path, patience: float) -> AsyncIterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _lock(handle):
            patience = await _wait(patience, str(path))
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@asynccontextmanager
async def _advisory_lock(database: Database, name: str, patience: float, kind: str) -> AsyncIterator[None]:
    """Held by a connection of its own; its loss unlocks, which the inbox's key makes harmless."""
    connection = await database.engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        query = text(f"SELECT pg_try_advisory_lock{kind}(hashtextextended(:name, 0))")
        while not (await connection.execute(query, {"name": name})).scalar_one():
            patience = await _wait(patience, "this PostgreSQL database")
        yield
    finally:
        with suppress(DBAPIError):
            await connection.invalidate()
        await connection.close()


async def _wait(patience: float, place: str) -> float:
    if patience <= 0:
        raise SecondCopyError(f"a second copy of the bot is running on {place}: stop it first")
    await asyncio.sleep(PAUSE)
    return patience - PAUSE
