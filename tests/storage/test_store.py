from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.errors import DatabaseUnavailableError, SecondCopyError, SettingsError
from bot.storage.chats import Chat
from bot.storage.keys import KeySource, new_key
from bot.storage.ledger import AuditLine
from bot.storage.lock import only_copy
from bot.storage.requests import CLOSED, OPEN, State
from bot.storage.store import Store
from tests.fakes.patients import NOON, Clock, call_request


def chat(store: Store, address: str = "chat-1") -> Chat:
    """A chat of the test channel."""
    return Chat(store.vault.chat("test", address), "test", address)


async def leave(store: Store, reference: str = "K7Q2", address: str = "chat-1", phone: str = "+13105550142") -> None:
    """A patient leaves a call request."""
    async with store.writing() as tx:
        await store.left.add(tx, chat(store, address), call_request(reference, phone=phone), NOON)


async def test_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    """A column that is in one of the two places only is found here, on each database."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), store.tables.metadata))

    async with store.reading() as tx:
        assert await tx.run_sync(differences) == []


async def test_opening_again_keeps_everything(store: Store, store_url: str, keys: KeySource) -> None:
    """A second start finds what the first one kept."""
    if store.database.file is None and store.database.one_worker:
        pytest.skip("a database in memory ends with its store")
    await leave(store)
    again = await Store.open(store_url, keys)
    async with again.reading() as tx:
        (kept,) = await again.requests.listed(tx)
    await again.close()
    assert kept.request == call_request()
    assert kept.created == NOON


async def test_of_two_people_who_claim_one_wins(store: Store) -> None:
    """A request is claimed once; the second person hears so, and it can be given back."""
    await leave(store)
    async with store.writing() as tx:
        assert await store.requests.claim(tx, "K7Q2", "ana", NOON)
        assert not await store.requests.claim(tx, "K7Q2", "tom", NOON)
        assert await store.requests.release(tx, "K7Q2", "ana", NOON)
        assert await store.requests.claim(tx, "K7Q2", "tom", NOON)
        kept = await store.requests.get(tx, "K7Q2")
        lines = [(line.actor, line.action) for line in await store.audit.lines(tx)]
    assert kept is not None
    assert (kept.state, kept.claimed_by) == (State.CLAIMED, "tom")
    assert lines == [("ana", "claimed"), ("ana", "released"), ("tom", "claimed")]


async def test_a_request_is_closed_once(store: Store) -> None:
    """Closing moves a request from the open to the closed ones, with its outcome; closing it again does nothing."""
    await leave(store)
    async with store.writing() as tx:
        assert await store.requests.close(tx, "K7Q2", State.REACHED, "ana", NOON, outcome="booked")
        assert not await store.requests.close(tx, "K7Q2", State.UNREACHABLE, "tom", NOON)
        assert await store.requests.listed(tx, OPEN) == []
        (kept,) = await store.requests.listed(tx, CLOSED)
    assert (kept.state, kept.outcome, kept.closed) == (State.REACHED, "booked", NOON)


async def test_an_open_state_closes_nothing(store: Store) -> None:
    """Asking to close a request as 'new' is a programming error, not a silent change."""
    async with store.writing() as tx:
        with pytest.raises(ValueError, match="does not close"):
            await store.requests.close(tx, "K7Q2", State.NEW, "ana", NOON)


async def test_a_chat_has_at_most_one_open_request(store: Store) -> None:
    """The database itself refuses a second open request of a chat."""
    await leave(store)
    with pytest.raises(IntegrityError):
        await leave(store, "ZZ22")
    async with store.writing() as tx:
        await store.requests.close(tx, "K7Q2", State.REACHED, "ana", NOON)
    await leave(store, "ZZ22")


async def test_a_reference_is_unique_among_kept_requests(store: Store) -> None:
    """Two patients cannot hold the same reference."""
    await leave(store)
    with pytest.raises(IntegrityError):
        await leave(store, "K7Q2", "chat-2")


async def test_s22_open_requests_with_one_phone_number_know_of_each_other(store: Store) -> None:
    """Staff see at once that the same number waits twice, though numbers are stored sealed."""
    await leave(store, "K7Q2", "chat-1")
    await leave(store, "ZZ22", "chat-2")
    await leave(store, "XY33", "chat-3", "+13105550199")
    async with store.reading() as tx:
        twins = {kept.request.reference: kept.same_phone for kept in await store.requests.listed(tx)}
    assert twins == {"K7Q2": ("ZZ22",), "ZZ22": ("K7Q2",), "XY33": ()}


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
async def test_the_audit_is_append_only(store: Store, change: str) -> None:
    """Neither code nor a person at the database's prompt changes or deletes a fresh audit line."""
    async with store.writing() as tx:
        await store.audit.add(tx, AuditLine(NOON, "ana", "claimed", "K7Q2"))
    with pytest.raises(DBAPIError, match="append-only"):
        async with store.writing() as tx:
            await tx.execute(text(change))


async def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    """An error at the end of a transaction takes everything before it back."""

    async def half_done() -> None:
        async with store.writing() as tx:
            await store.left.add(tx, chat(store), call_request(), NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half_done()
    async with store.reading() as tx:
        assert await store.requests.listed(tx) == []


async def test_staff_sign_in_with_a_token_once(store: Store) -> None:
    """A sign-in link works once and for a quarter of an hour, and opens a session that signing out ends."""
    clock = Clock()
    async with store.writing() as tx:
        token = await store.staff.invite(tx, "ana", clock())
        session = await store.staff.sign_in(tx, token, clock())
        assert session is not None
        assert await store.staff.sign_in(tx, token, clock()) is None
        found = await store.staff.session(tx, session, clock())
        assert found is not None
        assert found.staff == "ana"
        await store.staff.sign_out(tx, session)
        assert await store.staff.session(tx, session, clock()) is None
        late = await store.staff.invite(tx, "ana", clock())
        clock.forward(minutes=16)
        assert await store.staff.sign_in(tx, late, clock()) is None


async def test_s5_a_session_ends_when_idle_and_after_a_day_at_work(store: Store) -> None:
    """Half an hour without a look, or twelve hours in all, end a session."""
    clock = Clock()
    async with store.writing() as tx:
        token = await store.staff.sign_in(tx, await store.staff.invite(tx, "ana", clock()), clock())
        assert token is not None
        for _ in range(24):
            clock.forward(minutes=30)
            assert await store.staff.session(tx, token, clock()) is not None
        clock.forward(minutes=1)
        assert await store.staff.session(tx, token, clock()) is None
        idle = await store.staff.sign_in(tx, await store.staff.invite(tx, "tom", clock()), clock())
        assert idle is not None
        clock.forward(minutes=31)
        assert await store.staff.session(tx, idle, clock()) is None


async def test_s4_tokens_are_stored_as_hashes(store: Store) -> None:
    """Who reads the tables cannot sign in with what is there."""
    async with store.writing() as tx:
        token = await store.staff.invite(tx, "ana", NOON)
        session = await store.staff.sign_in(tx, await store.staff.invite(tx, "tom", NOON), NOON)
        rows = [
            bytes(row.hash)
            for table in (store.tables.sign_in_tokens, store.tables.staff_sessions)
            for row in await tx.execute(table.select())
        ]
    assert session is not None
    assert len(rows) == 2
    assert not {token.encode(), session.encode()} & set(rows)


async def test_a_second_copy_is_refused(store: Store) -> None:
    """The lock is held by one copy at a time and is free again after it."""
    if store.database.file is None and store.database.one_worker:
        pytest.skip("nobody else can open a database in memory")
    async with only_copy(store.database, "poll"):
        with pytest.raises(SecondCopyError, match="second copy"):
            async with only_copy(store.database, "poll", patience=0):
                pytest.fail("two copies hold the lock")
    async with only_copy(store.database, "poll", patience=0):
        pass


async def test_a_naive_time_is_refused(store: Store) -> None:
    """A time without a zone never reaches the database, where it would be misread."""
    async with store.writing() as tx:
        with pytest.raises(Exception, match="without a zone"):
            await store.staff.invite(tx, "ana", datetime(2026, 11, 22))  # noqa: DTZ001


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/db", "sqlite+aiosqlite:///x.db", "postgresql+psycopg://h/d"])
async def test_a_url_that_cannot_be_used_is_named(url: str) -> None:
    """A wrong URL, or one with a driver, is a settings error that shows the right form and repeats no password."""
    with pytest.raises(SettingsError, match=r"database\.url: write sqlite:///") as error:
        await Store.open(url, KeySource(new_key()))
    assert url not in str(error.value)


async def test_a_server_that_is_away_is_told_apart() -> None:
    """No server is an error of its own, which the caller can wait for."""
    with pytest.raises(DatabaseUnavailableError):
        await Store.open("postgresql://nobody@127.0.0.1:1/none", KeySource(new_key()))


async def test_p8_files_and_folder_are_for_their_owner_alone(sqlite_file: Path) -> None:
    """The database, its side files and its folder are made unreadable for anybody else."""
    store = await Store.open(f"sqlite:///{sqlite_file}", KeySource(new_key()))
    await leave(store)
    modes = {path.name: path.stat().st_mode & 0o777 for path in [sqlite_file.parent, *sqlite_file.parent.iterdir()]}
    await store.close()
    assert modes == {"var": 0o700, "bot.db": 0o600, "bot.db-wal": 0o600, "bot.db-shm": 0o600}


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A database path that leads nowhere is one clear line with the path."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="choose a folder"):
        await Store.open(f"sqlite:///{tmp_path}/file/bot.db", KeySource(new_key()))


async def test_sqlite_is_set_to_survive_a_power_cut(sqlite_file: Path) -> None:
    """The connection that everything goes through has the pragmas that durability and privacy rest on."""
    store = await Store.open(f"sqlite:///{sqlite_file}", KeySource(new_key()))
    async with store.reading() as tx:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        found = [(await tx.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]
    await store.close()
    assert found == ["wal", 2, 1, 1]
