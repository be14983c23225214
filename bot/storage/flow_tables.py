"""The tables that a message flows through. What could say who wrote what is sealed; chats appear blinded."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

from bot.conversation.state import Conversation
from bot.storage.columns import UtcTime, sealed_data
from bot.storage.envelopes import Envelope, sealed_update
from bot.storage.keys import Vault
from bot.storage.table_parts import IS_NEW, IS_WAITING, ROW_ID, row_id


def inbox(metadata: MetaData, vault: Vault) -> Table:
    """Updates as they came. `seq` is their order; a done row keeps nothing but the key that drops repeats."""
    return Table(
        "inbox",
        metadata,
        row_id(),
        Column("channel", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("chat", LargeBinary),
        Column("body", sealed_update(vault)),
        Column("received", UtcTime, nullable=False),
        Column("state", Text, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("done", UtcTime),
        UniqueConstraint("channel", "id", name="inbox_key"),
        Index("inbox_new", "seq", sqlite_where=IS_NEW, postgresql_where=IS_NEW),
        Index("inbox_line", "chat", "seq", sqlite_where=IS_NEW, postgresql_where=IS_NEW),
        Index("inbox_done", "done"),
        sqlite_autoincrement=True,
    )


def outbox(metadata: MetaData, vault: Vault) -> Table:
    """Replies on their way; a carried one is deleted. `cause` is the inbox row, `n` the place among its replies.

    A row is not carried before `not_before`; a sender that takes one moves it a lease ahead, so that what a killed
    sender held comes back by itself.
    """
    return Table(
        "outbox",
        metadata,
        row_id(),
        Column("cause", ROW_ID, nullable=False),
        Column("n", Integer, nullable=False),
        Column("channel", Text, nullable=False),
        Column("chat", LargeBinary, nullable=False),
        Column("body", sealed_data(vault, Envelope)),
        Column("created", UtcTime, nullable=False),
        Column("not_before", UtcTime, nullable=False),
        Column("state", Text, nullable=False),
        Column("tries", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        UniqueConstraint("cause", "n", name="outbox_once"),
        Index("outbox_line", "chat", "seq", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
        Index("outbox_waiting", "seq", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
        sqlite_autoincrement=True,
    )


def conversations(metadata: MetaData, vault: Vault) -> Table:
    """What is remembered of each chat between two messages."""
    return Table(
        "conversations",
        metadata,
        Column("chat", LargeBinary, primary_key=True),
        Column("channel", Text, nullable=False),
        Column("body", sealed_data(vault, Conversation, Conversation()), nullable=False),
        Column("changed", UtcTime, nullable=False, index=True),
    )
