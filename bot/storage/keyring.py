"""Opens the vault of a database, or says which key is missing."""

import secrets

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import MetaData, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import KeyMissingError
from bot.storage.keys import KeySource, Vault, key_id
from bot.storage.tables import keyring_table


async def open_vault(tx: AsyncConnection, source: KeySource) -> Vault:
    """The vault of this database; a new database gets an index key, a new data key its own copy of it.

    Raises:
        KeyMissingError: rows were written with a key that is not at hand; the message names its id.
    """
    table = keyring_table(MetaData())
    kept = {row.key_id: row.index_key for row in await tx.execute(select(table))}
    keys = source.read() if kept else source.make()
    index_key = _index_key(kept, keys, source) if kept else secrets.token_bytes(32)
    newest = key_id(keys[0])
    if newest not in kept:
        sealed = Fernet(keys[0]).encrypt(index_key)
        await tx.execute(table.insert().values(key_id=newest, index_key=sealed))
    return Vault(keys, index_key)


async def retire(tx: AsyncConnection, keep: str) -> None:
    """Forget every key but the one with the id `keep`: no row is sealed under another any more."""
    table = keyring_table(MetaData())
    await tx.execute(table.delete().where(table.c.key_id != keep))


def _index_key(kept: dict[str, bytes], keys: tuple[str, ...], source: KeySource) -> bytes:
    at_hand = {key_id(key): key for key in keys}
    missing = sorted(set(kept) - set(at_hand))
    if missing:
        raise KeyMissingError(
            f"{source.place}: data key {', '.join(missing)} is missing, without which stored data cannot be read; "
            "put it back (keys belong in a safe place apart from the backups)"
        )
    name, sealed = next(iter(kept.items()))
    try:
        return Fernet(at_hand[name]).decrypt(sealed)
    except InvalidToken:
        raise KeyMissingError(f"{source.place}: data key {name} does not open this database's keyring") from None
