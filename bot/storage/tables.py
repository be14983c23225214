"""All tables of one store, as the code sees them; migrations/ makes them, and a test holds the two together."""

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text

from bot.storage import desk_tables, flow_tables
from bot.storage.keys import Vault


def keyring_table(metadata: MetaData) -> Table:
    """The index key, sealed once under each data key that rows are written with: all of those keys are needed."""
    return Table(
        "keyring",
        metadata,
        Column("key_id", Text, primary_key=True),
        Column("index_key", LargeBinary, nullable=False),
    )


class Tables:
    """Every table of one store; they carry its vault, so that sealing cannot be forgotten."""

    def __init__(self, vault: Vault) -> None:
        self.metadata = MetaData()
        self.inbox = flow_tables.inbox(self.metadata, vault)
        self.outbox = flow_tables.outbox(self.metadata, vault)
        self.conversations = flow_tables.conversations(self.metadata, vault)
        self.call_requests = desk_tables.call_requests(self.metadata, vault)
        self.audit = desk_tables.audit(self.metadata)
        self.counts = desk_tables.counts(self.metadata)
        self.sign_in_tokens = desk_tables.sign_in_tokens(self.metadata)
        self.staff_sessions = desk_tables.staff_sessions(self.metadata)
        self.keyring = keyring_table(self.metadata)
