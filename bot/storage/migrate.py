"""Brings a database's tables up to date, once, however many copies of the bot start together."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

SCRIPTS = Path(__file__).with_name("migrations")
LOCK = 0x434C494E


async def migrate(tx: AsyncConnection) -> None:
    """Upgrade within a writing transaction: SQLite's write lock, or PostgreSQL's advisory one, holds others back."""
    if tx.dialect.name == "postgresql":
        await tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    await tx.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
