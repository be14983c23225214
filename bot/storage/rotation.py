"""Seals everything again under the newest data key, so that older ones can go."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import LargeBinary, Table, TableClause, column, select, table, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import ColumnClause

from bot.storage.columns import Sealed
from bot.storage.keyring import retire
from bot.storage.keys import KeySource, key_id, new_key
from bot.storage.lock import PATIENCE, RUNNING, only_copy
from bot.storage.store import Store

BATCH = 500


async def rotate(url: str, source: KeySource, patience: float = PATIENCE) -> str:
    """Re-encrypt a database under its newest key and forget the older ones; returns the newest key's id.

    A key file gets a new key first and loses the old ones at the end. Keys from the environment are changed there by
    the operator: the new one in front before, the old ones away after. A rotation that was cut short is simply run
    again: until it is through, the old keys are still asked for. The blind index keeps its own key, sealed.

    Raises:
        SecondCopyError: the bot is running (it holds `only_copy(…, RUNNING)`) and would go on with an old key; no key
            was made.
    """
    store = await Store.open(url, source)
    try:
        async with only_copy(store.database, RUNNING, patience):
            return await _rotate(url, source)
    finally:
        await store.close()


async def _rotate(url: str, source: KeySource) -> str:
    if not source.listed and source.file is not None and source.read():
        source.write((new_key(), *source.read()))
    store = await Store.open(url, source)
    try:
        newest = key_id(source.read()[0])
        for kept in store.tables.metadata.sorted_tables:
            await _reseal(store, kept)
        async with store.writing() as tx:
            await retire(tx, newest)
        await store.database.scrub()
    finally:
        await store.close()
    if not source.listed:
        source.write(source.read()[:1])
    return newest


async def _reseal(store: Store, kept: Table) -> None:
    """One table, in batches of rows by primary key, each batch in its own transaction."""
    sealed = [column.name for column in kept.columns if isinstance(column.type, Sealed)]
    if not sealed:
        return
    raw = table(kept.name, *_raw_columns(kept, sealed))
    last: Sequence[Any] = ()
    while True:
        async with store.writing() as tx:
            last = await _reseal_batch(tx, store, raw, [key.name for key in kept.primary_key], sealed, last)
        if not last:
            return


def _raw_columns(kept: Table, sealed: list[str]) -> Iterator[ColumnClause[Any]]:
    for each in kept.columns:
        yield column(each.name, LargeBinary() if each.name in sealed else each.type)


async def _reseal_batch(  # noqa: PLR0913, PLR0917 - a table, its keys, its sealed columns and where to go on
    tx: AsyncConnection, store: Store, raw: TableClause, keys: list[str], sealed: list[str], last: Sequence[Any]
) -> Sequence[Any]:
    """Reseal the rows after `last`; returns the last one's primary key, or nothing at the end."""
    places = [raw.c[key] for key in keys]
    query = select(*places, *(raw.c[name] for name in sealed)).order_by(*places).limit(BATCH).with_for_update()
    if last:
        query = query.where(tuple_(*places) > tuple_(*last))
    rows = (await tx.execute(query)).mappings().all()
    for row in rows:
        values = {name: store.vault.reseal(row[name]) for name in sealed if row[name] is not None}
        if values:
            change = update(raw).where(*(raw.c[key] == row[key] for key in keys)).values(values)
            await tx.execute(change)
    return [rows[-1][key] for key in keys] if rows else ()
