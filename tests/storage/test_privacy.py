import base64
from dataclasses import fields
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text

from bot.config import Retention
from bot.conversation.state import CallRequest
from bot.errors import KeyMissingError, SecondCopyError, SettingsError
from bot.storage.keys import KeySource, key_id, new_key
from bot.storage.lock import RUNNING, only_copy
from bot.storage.requests import CLOSED, OPEN, State
from bot.storage.retention import sweep
from bot.storage.rotation import rotate
from bot.storage.store import Store
from tests.fakes.flow import Flow
from tests.fakes.patients import NAME, PHONE, WORDS, Clock, call_request

MARKERS = [marker.encode() for marker in (NAME, PHONE, "310555", "zanzibar", "chat-1", "Sorry")]


def bytes_of(file: Path) -> bytes:
    """The database file and everything beside it."""
    return b"".join(path.read_bytes() for path in sorted(file.parent.iterdir()))


def shown(content: bytes) -> list[bytes]:
    """Which markers stand in the content, in clear or as plain base64."""
    return [marker for marker in MARKERS if marker in content or base64.b64encode(marker)[:-4] in content]


async def flow_on(file: Path, keys: KeySource, clock: Clock | None = None) -> Flow:
    """A flow on an SQLite file."""
    return Flow(await Store.open(f"sqlite:///{file}", keys), clock=clock)


async def sealed_cells(store: Store) -> list[bytes]:
    """Every sealed value as it lies in the tables."""
    cells: list[bytes] = []
    async with store.reading() as tx:
        for name in ("inbox", "outbox", "conversations", "call_requests"):
            for row in await tx.execute(select(text("*")).select_from(text(name))):
                cells += [value for value in row if isinstance(value, bytes) and len(value) > 32]
    return cells


async def test_p8_the_files_hold_nothing_in_clear(sqlite_file: Path, keys: KeySource) -> None:
    """A whole conversation with a call request, half of it under way, leaves no marker in any file."""
    flow = await flow_on(sqlite_file, keys)
    await flow.hears(WORDS)
    await flow.hears("call me")
    await flow.keep(f"and {WORDS}")
    await flow.keep("break it", chat="chat-12")
    await flow.worker.drain()
    content = bytes_of(sqlite_file)
    assert shown(content) == []
    assert len(await sealed_cells(flow.store)) > 4
    await flow.store.close()
    assert shown(bytes_of(sqlite_file)) == []


async def test_p1_a_done_message_leaves_only_its_id(store: Store) -> None:
    """After its turn, and once the answer is carried, nothing of a message or its answer is in inbox or outbox."""
    flow = Flow(store)
    await flow.hears(WORDS)
    async with store.reading() as tx:
        (row,) = (await tx.execute(store.tables.inbox.select())).all()
        assert (await tx.execute(store.tables.outbox.select())).all() == []
    assert (row.channel, row.id, row.state) == ("test", "1", "done")
    assert (row.chat, row.body) == (None, None)


def test_p2_a_call_request_has_no_field_that_nobody_agreed_to() -> None:
    """The columns and fields that hold a patient's data are a closed list; a new one has to be thought about."""
    names = {field.name for field in fields(CallRequest)}
    assert names == {
        *("reference", "name", "phone", "window", "voicemail", "name_clinic", "language", "consent", "topic"),
    }


async def test_p6_forget_erases_bytes(sqlite_file: Path, keys: KeySource) -> None:
    """After /forget not even the sealed bytes of what was kept are in the file or its write-ahead log."""
    flow = await flow_on(sqlite_file, keys)
    await flow.hears("call me")
    await flow.hears(WORDS)
    before = await sealed_cells(flow.store)
    assert len(before) == 3
    await flow.hears("forget me")
    content = bytes_of(sqlite_file)
    await flow.store.close()
    assert [cell for cell in before if cell in content] == []


async def test_p7_closed_requests_go_after_their_days_and_open_ones_are_flagged(store: Store) -> None:
    """Retention with the clock as data: closed 30 days, open 90 days flagged, conversations 30, ids 48 hours."""
    clock = Clock()
    flow = Flow(store, clock=clock)
    await flow.hears("call me")
    await flow.hears("what is it")
    await flow.hears("call me", chat="chat-2")
    async with store.writing() as tx:
        await store.requests.close(tx, "R1", State.REACHED, "ana", clock())
    clock.forward(hours=49)
    assert (await sweep(store, Retention(), clock()))["inbox"] == 3
    clock.forward(days=26)
    swept = await sweep(store, Retention(), clock())
    assert (swept["requests"], swept["conversations"], swept["gaps"]) == (0, 0, 1)
    clock.forward(days=3)
    swept = await sweep(store, Retention(), clock())
    assert (swept["requests"], swept["conversations"]) == (1, 2)
    clock.forward(days=60)
    assert (await sweep(store, Retention(), clock()))["open too long"] == 1
    async with store.reading() as tx:
        assert [kept.request.reference for kept in await store.requests.listed(tx, (*OPEN, *CLOSED))] == ["R3"]
        last = (await store.audit.lines(tx))[-1]
    assert (last.actor, last.action) == ("bot", "swept")
    assert last.detail.endswith("open too long: R3")


async def test_p7_the_audit_is_kept_for_years_and_then_goes(store: Store) -> None:
    """Every sweep leaves one line; lines beyond the period are the only ones that can be deleted."""
    clock = Clock()
    for _ in range(3):
        await sweep(store, Retention(), clock())
        clock.forward(days=365 * 3 + 5)
    assert (await sweep(store, Retention(), clock()))["audit"] == 1
    async with store.reading() as tx:
        assert [line.action for line in await store.audit.lines(tx)] == ["swept", "swept"]


async def test_p7_a_sweep_leaves_no_bytes(sqlite_file: Path, keys: KeySource) -> None:
    """What retention deletes is gone from the file and its write-ahead log, sealed bytes included."""
    clock = Clock()
    flow = await flow_on(sqlite_file, keys, clock)
    await flow.hears("call me")
    async with flow.store.writing() as tx:
        await flow.store.requests.close(tx, "R1", State.REACHED, "ana", clock())
    before = await sealed_cells(flow.store)
    clock.forward(days=31)
    await sweep(flow.store, Retention(), clock())
    content = bytes_of(sqlite_file)
    await flow.store.close()
    assert len(before) == 3
    assert [cell for cell in before if cell in content] == []


async def test_p9_rotation_keeps_data_readable_and_chats_known(store_url: str, tmp_path: Path) -> None:
    """After a rotation the old key opens nothing, requests read as before and a chat is still the same chat."""
    if store_url == "sqlite://":
        pytest.skip("a database in memory ends with its store")
    source = KeySource(file=tmp_path / "keys" / "data.key")
    flow = Flow(await Store.open(store_url, source))
    await flow.hears("call me")
    await flow.store.close()
    (old,) = source.read()
    newest = await rotate(store_url, source)
    assert [key_id(key) for key in source.read()] == [newest]
    assert newest != key_id(old)
    again = Flow(await Store.open(store_url, source))
    again._number = 1
    assert await again.hears("hello") == ["1: hello"]
    async with again.store.reading() as tx:
        assert [kept.request for kept in await again.store.requests.listed(tx)] == [call_request("R1")]
    for cell in await sealed_cells(again.store):
        assert not _opens(old, cell)
    await again.store.close()


async def test_p9_rotation_waits_for_no_running_bot(sqlite_file: Path, tmp_path: Path) -> None:
    """While the bot runs on an old key, rotation refuses instead of leaving rows behind that nobody can read."""
    source = KeySource(file=tmp_path / "data.key")
    store = await Store.open(f"sqlite:///{sqlite_file}", source)
    async with only_copy(store.database, RUNNING):
        with pytest.raises(SecondCopyError):
            await rotate(f"sqlite:///{sqlite_file}", source, patience=0)
    await store.close()
    (old,) = source.read()
    await rotate(f"sqlite:///{sqlite_file}", source)
    (new,) = source.read()
    assert new != old


async def test_p9_without_the_key_the_store_does_not_open(store_url: str, keys: KeySource) -> None:
    """A missing key is named by its id, and nothing is written under another one."""
    if store_url == "sqlite://":
        pytest.skip("a database in memory ends with its store")
    await (await Store.open(store_url, keys)).close()
    for other in (KeySource(new_key()), KeySource()):
        with pytest.raises(KeyMissingError, match=f"data key {key_id(keys.listed)} is missing") as error:
            await Store.open(store_url, other)
        assert error.value.exit_code == 2
    await (await Store.open(store_url, keys)).close()


async def test_p9_both_keys_are_asked_for_until_a_rotation_is_through(sqlite_file: Path) -> None:
    """Rows may lie under either key after a new one was put in front: neither may be dropped yet."""
    old, new = new_key(), new_key()
    url = f"sqlite:///{sqlite_file}"
    await (await Store.open(url, KeySource(old))).close()
    await (await Store.open(url, KeySource(f"{new},{old}"))).close()
    for one in (old, new):
        with pytest.raises(KeyMissingError):
            await Store.open(url, KeySource(one))
    await rotate(url, KeySource(f"{new},{old}"))
    await (await Store.open(url, KeySource(new))).close()


async def test_p9_a_new_database_makes_its_key_file(sqlite_file: Path, tmp_path: Path) -> None:
    """The first start makes a 0600 key file; a lost file is not replaced in silence."""
    file = tmp_path / "keys" / "data.key"
    await (await Store.open(f"sqlite:///{sqlite_file}", KeySource(file=file))).close()
    assert file.stat().st_mode & 0o777 == 0o600
    file.unlink()
    with pytest.raises(KeyMissingError):
        await Store.open(f"sqlite:///{sqlite_file}", KeySource(file=file))
    assert not file.exists()


async def test_p9_a_key_file_that_others_can_read_is_refused(sqlite_file: Path, tmp_path: Path) -> None:
    """A key that others may have read protects nothing: the operator is told what to run."""
    file = tmp_path / "data.key"
    file.write_text(new_key())
    file.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        await Store.open(f"sqlite:///{sqlite_file}", KeySource(file=file))


async def test_p9_what_is_no_key_is_named_by_its_place(sqlite_file: Path) -> None:
    """A mistyped key is counted, never repeated."""
    with pytest.raises(SettingsError, match="CLINIC_BOT_DATA_KEYS: key 2 is not a data key") as error:
        await Store.open(f"sqlite:///{sqlite_file}", KeySource(f"{new_key()},swordfish"))
    assert "swordfish" not in str(error.value)


def test_p10_keys_are_in_no_representation(keys: KeySource) -> None:
    """What a debugger or an error reporter prints of the key source holds no key."""
    assert keys.listed not in repr(keys)


def _opens(key: str, cell: bytes) -> bool:
    try:
        Fernet(key).decrypt(cell)
    except Exception:  # noqa: BLE001 - any reason not to open it is the expected one
        return False
    return True
