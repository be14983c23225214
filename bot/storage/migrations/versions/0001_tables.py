"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
TIME = sa.DateTime(timezone=True)
NEW, WAITING = sa.text("state = 'new'"), sa.text("state = 'waiting'")
OPEN = sa.text("state IN ('new', 'claimed')")

AUDIT_GUARD_SQLITE = (
    """
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
    """
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    WHEN OLD.at > (SELECT datetime(max(at), '-30 days') FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
    """,
)
AUDIT_GUARD_POSTGRESQL = (
    """
    CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= (SELECT max(at) FROM audit) - interval '30 days' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'the audit is append-only';
    END $$
    """,
    """
    CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_guard()
    """,
)


def upgrade() -> None:
    _make_flow()
    _make_desk()
    _make_staff()
    guards = AUDIT_GUARD_SQLITE if op.get_bind().dialect.name == "sqlite" else AUDIT_GUARD_POSTGRESQL
    for guard in guards:
        op.execute(guard)


def _row_id() -> "sa.Column[int]":
    return sa.Column("seq", ROW_ID, primary_key=True, autoincrement=True)


def _partial(name: str, table: str, columns: list[str], where: "sa.TextClause", *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _make_flow() -> None:
    op.create_table(
        "inbox",
        _row_id(),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("chat", sa.LargeBinary),
        sa.Column("body", sa.LargeBinary),
        sa.Column("received", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("done", TIME),
        sa.UniqueConstraint("channel", "id", name="inbox_key"),
        sqlite_autoincrement=True,
    )
    _partial("inbox_new", "inbox", ["seq"], NEW)
    _partial("inbox_line", "inbox", ["chat", "seq"], NEW)
    op.create_index("inbox_done", "inbox", ["done"])
    op.create_table(
        "outbox",
        _row_id(),
        sa.Column("cause", ROW_ID, nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("created", TIME, nullable=False),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("cause", "n", name="outbox_once"),
        sqlite_autoincrement=True,
    )
    _partial("outbox_line", "outbox", ["chat", "seq"], WAITING)
    _partial("outbox_waiting", "outbox", ["seq"], WAITING)
    op.create_table(
        "conversations",
        sa.Column("chat", sa.LargeBinary, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("changed", TIME, nullable=False),
    )
    op.create_index("ix_conversations_changed", "conversations", ["changed"])


def _make_desk() -> None:
    op.create_table(
        "call_requests",
        _row_id(),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.LargeBinary, nullable=False),
        sa.Column("phone", sa.LargeBinary, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("claimed_by", sa.Text, nullable=False),
        sa.Column("phone_only", sa.Boolean, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("changed", TIME, nullable=False),
        sa.Column("closed", TIME),
        sa.UniqueConstraint("reference", name="one_reference"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_call_requests_phone", "call_requests", ["phone"])
    op.create_index("ix_call_requests_state", "call_requests", ["state"])
    op.create_index("call_requests_chat", "call_requests", ["chat"])
    _partial("one_open_request", "call_requests", ["chat"], OPEN, unique=True)
    op.create_table(
        "audit",
        _row_id(),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "counts",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("day", "kind", "name", "detail")),
        sa.Column("n", sa.Integer, nullable=False),
    )


def _make_staff() -> None:
    op.create_table(
        "sign_in_tokens",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("expires", TIME, nullable=False),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("staff", sa.Text, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("seen", TIME, nullable=False),
    )
    op.create_table(
        "keyring",
        sa.Column("key_id", sa.Text, primary_key=True),
        sa.Column("index_key", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    names = "inbox outbox conversations call_requests audit counts sign_in_tokens staff_sessions keyring"
    for name in names.split():
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_guard")
