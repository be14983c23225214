"""INSERT … ON CONFLICT, which SQLAlchemy spells by dialect."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Row = dict[str, Any]


def insert_into(tx: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's own INSERT, which knows ON CONFLICT."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


async def insert_new(tx: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows in their order, passing over those whose key is taken."""
    if rows:
        await tx.execute(insert_into(tx, table).on_conflict_do_nothing(), list(rows))


async def insert_or_replace(tx: AsyncConnection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or overwrite every column of those whose primary key is there."""
    if rows:
        insert = insert_into(tx, table)
        keys = [column.name for column in table.primary_key]
        values = {name: insert.excluded[name] for name in rows[0] if name not in keys}
        await tx.execute(insert.on_conflict_do_update(index_elements=keys, set_=values), list(rows))
