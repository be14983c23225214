"""P8, P9, S20-S22: keys, files and limits of the bot as it is started."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.files import FolderMemory
from bot.storage.keys import KeySource, key_id, new_key
from bot.storage.store import Store
from tests.browser.demo import ROOT, run_demo
from tests.privacy.house import BEA, House, found


def start(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A real `clinic-bot` process in an empty folder, with the shipped knowledge."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_BOT_")}
    named = {f"CLINIC_BOT_{name}": value for name, value in settings.items()}
    environment = kept | {"PYTHONPATH": str(ROOT), "CLINIC_BOT_KNOWLEDGE__FOLDER": str(ROOT / "knowledge")} | named
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


async def test_p8_a_backup_of_the_live_database_holds_nothing_in_clear(house: House, tmp_path: Path) -> None:
    """Name, number, words and chat of an open request are in neither the files nor a copy of them."""
    await house.leaves_a_request()
    assert found(house.on_disk()) == []
    copy = tmp_path / "backup.db"
    with sqlite3.connect(house.file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    assert copy.stat().st_size > 10_000
    assert found(copy.read_bytes()) == []


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (("run",), "another key"),
        (("run",), "none"),
        (("demo",), "none"),
        (("requests",), "another key"),
        (("keys", "rotate"), "none"),
        (("sign-in",), "another key"),
    ],
)
async def test_p9_no_command_starts_without_the_fitting_key(
    tmp_path: Path, command: tuple[str, ...], given: str
) -> None:
    """Exit 2, at once, with the id of the key that is missing; no new key is made in its place."""
    key, other = new_key(), new_key()
    await (await Store.open(f"sqlite:///{tmp_path}/var/clinic-bot.db", KeySource(key))).close()
    keys = {"DATA_KEYS": other} if given == "another key" else {}
    done = start(tmp_path, *command, TELEGRAM__TOKEN="1:FAKE", WEB__PORT="0", **keys)
    assert done.returncode == 2, done.stderr
    assert f"data key {key_id(key)} is missing" in done.stderr
    assert "Traceback" not in done.stderr
    assert other not in done.stderr
    assert not (tmp_path / "var" / "data.key").exists()


@pytest.mark.usefixtures("engine")  # which has filled the cache
async def test_p9_the_demo_makes_its_own_key_and_no_key_is_rotated_under_a_running_bot(
    tmp_path: Path, cache: Path
) -> None:
    """Everything under var/ is for its owner alone; `keys rotate` waits for the bot to be stopped, then works."""
    var = tmp_path / "var"
    async with run_demo(tmp_path, cache):
        modes = {path.name: path.stat().st_mode & 0o777 for path in var.iterdir()}
        key = (var / "data.key").read_text()
        refused = start(tmp_path, "keys", "rotate")
    assert var.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert {"data.key", "clinic-bot.db", "clinic-bot.db-wal"} <= modes.keys()
    assert refused.returncode == 3
    assert "stop it first" in refused.stderr
    assert (var / "data.key").read_text() == key
    assert start(tmp_path, "keys", "rotate").returncode == 0
    assert (var / "data.key").read_text() != key
    assert (var / "data.key").stat().st_mode & 0o777 == 0o600


def test_p8_the_folder_of_the_cache_is_as_private_as_the_data_that_goes_beside_it(tmp_path: Path) -> None:
    """The first start makes var/ for the cache before the database is there: for its owner alone, all the same."""
    FolderMemory(tmp_path / "var" / "cache").put("x", b"learned")
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "var" / "cache").stat().st_mode & 0o777 == 0o700
    assert FolderMemory(tmp_path / "var" / "cache").get("x") == b"learned"


def test_s20_every_install_asks_for_hashes() -> None:
    """Makefile and Dockerfile install from the locks with --require-hashes, and the package itself without more."""
    installs = [
        line
        for name in ("Makefile", "Dockerfile")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if re.search(r"pip install\b", line)
    ]
    assert len(installs) >= 6
    assert [line for line in installs if "--require-hashes" not in line and "--no-deps" not in line] == []


def test_s21_the_bot_does_not_start_on_an_open_address(tmp_path: Path) -> None:
    """0.0.0.0 without a TLS proxy: exit 2, and the setting to look at."""
    done = start(tmp_path, "demo", WEB__HOST="0.0.0.0", WEB__PORT="0")  # noqa: S104 - which is what is refused
    assert done.returncode == 2
    assert "web.behind_tls_proxy" in done.stderr


async def test_s22_a_chat_has_one_open_request(house: House) -> None:
    """Asking again leads to the request that is there, and changes it."""
    first = await house.leaves_a_request()
    assert f"already have an open request, {first.reference}" in await house.says("please call me")
    await house.fills_in("Change phone", ">310 555 0199", "Send it")
    (kept,) = await house.requests()
    assert (kept.request.reference, kept.request.phone) == (first.reference, "+13105550199")


async def test_s22_one_phone_from_two_chats_is_one_call_and_gives_nobody_away(house: House) -> None:
    """Staff see both as the same number; the second chat is told nothing of the first, whose secret that is."""
    first = await house.leaves_a_request()
    alone = [reply.text for reply in house.last]
    second = await house.leaves_a_request(BEA)
    together = [reply.text for reply in house.last]
    assert [text.replace(second.reference, first.reference) for text in together] == alone
    twins = [(kept.request.reference, kept.same_phone) for kept in await house.requests()]
    assert twins == [(first.reference, (second.reference,)), (second.reference, (first.reference,))]
