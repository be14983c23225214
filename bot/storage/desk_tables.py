"""The tables of the front desk: call requests, the audit, counts, and who is signed in."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

from bot.conversation.state import CallRequest
from bot.storage.columns import UtcTime, sealed_data, sealed_text
from bot.storage.keys import Vault
from bot.storage.table_parts import IS_OPEN, row_id


def call_requests(metadata: MetaData, vault: Vault) -> Table:
    """What patients left for the front desk: at most one open request a chat, references unique while kept."""
    return Table(
        "call_requests",
        metadata,
        row_id(),
        Column("reference", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("chat", LargeBinary, nullable=False),
        Column("phone", LargeBinary, nullable=False, index=True),
        Column("address", sealed_text(vault), nullable=False),
        Column("body", sealed_data(vault, CallRequest), nullable=False),
        Column("state", Text, nullable=False, index=True),
        Column("outcome", Text, nullable=False),
        Column("claimed_by", Text, nullable=False),
        Column("phone_only", Boolean, nullable=False),
        Column("created", UtcTime, nullable=False),
        Column("changed", UtcTime, nullable=False),
        Column("closed", UtcTime),
        UniqueConstraint("reference", name="one_reference"),
        Index("call_requests_chat", "chat"),
        Index("one_open_request", "chat", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        sqlite_autoincrement=True,
    )


def audit(metadata: MetaData) -> Table:
    """Who did what to which reference, never to whom; a trigger refuses changes, and deletes of the last 30 days."""
    return Table(
        "audit",
        metadata,
        row_id(),
        Column("at", UtcTime, nullable=False, index=True),
        Column("actor", Text, nullable=False),
        Column("action", Text, nullable=False),
        Column("reference", Text, nullable=False),
        Column("detail", Text, nullable=False),
        sqlite_autoincrement=True,
    )


def counts(metadata: MetaData) -> Table:
    """How often something happened on a day (ISO date, UTC): no patient in it."""
    return Table(
        "counts",
        metadata,
        *(Column(name, Text, primary_key=True) for name in ("day", "kind", "name", "detail")),
        Column("n", Integer, nullable=False),
    )


def sign_in_tokens(metadata: MetaData) -> Table:
    """One-time tokens, hashed."""
    return Table(
        "sign_in_tokens",
        metadata,
        Column("hash", LargeBinary, primary_key=True),
        Column("staff", Text, nullable=False),
        Column("expires", UtcTime, nullable=False),
    )


def staff_sessions(metadata: MetaData) -> Table:
    """Who is signed in, by hashed session token."""
    return Table(
        "staff_sessions",
        metadata,
        Column("hash", LargeBinary, primary_key=True),
        Column("staff", Text, nullable=False),
        Column("created", UtcTime, nullable=False),
        Column("seen", UtcTime, nullable=False),
    )
