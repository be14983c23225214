"""The running bot as its operator sees it: a real process on a real port, Telegram out of reach."""

import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def start(cache: Path, folder: Path, port: int) -> "subprocess.Popen[str]":
    """Start `clinic-bot run` on a database in `folder`; nobody answers where it looks for Telegram."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "CLINIC_BOT_MATCHING__CACHE": str(cache),
        "CLINIC_BOT_DATABASE__URL": f"sqlite:///{folder}/bot.db",
        "CLINIC_BOT_DATABASE__KEY_FILE": str(folder / "data.key"),
        "CLINIC_BOT_TELEGRAM__TOKEN": "1:FAKE",
        "CLINIC_BOT_TELEGRAM__API_URL": "http://127.0.0.1:9/bot",
        "CLINIC_BOT_WEB__PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bot keeps its data."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def running(engine: object, cache: Path, folder: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A bot that has started, and its port; the engine has filled the cache before."""
    del engine
    port = free_port()
    process = start(cache, folder, port)
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert any("started" in line for line in lines), "the bot ended before it had started"
    yield process, port
    process.kill()
    process.wait()
    process.stderr.close()


def free_port() -> int:
    """A port that nobody listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    """Status and body of a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_health_is_red_while_telegram_is_away_and_says_why(running: tuple["subprocess.Popen[str]", int]) -> None:
    """The bot waits instead of ending; the watchdog reads the reason."""
    deadline = time.monotonic() + 20
    status, body = get(running[1], "/health")
    while status == 200 and time.monotonic() < deadline:  # until the first poll has failed
        status, body = get(running[1], "/health")
    assert status == 503
    assert json.loads(body)["troubles"]
    assert "FAKE" not in body


def test_metrics_are_figures_that_name_nobody(running: tuple["subprocess.Popen[str]", int]) -> None:
    """Prometheus reads how many wait and for how long."""
    status, body = get(running[1], "/metrics")
    assert status == 200
    assert "clinic_bot_messages_waiting 0.0" in body
    assert "clinic_bot_oldest_message_seconds 0.0" in body


def test_a_second_copy_says_so_and_exits_with_3(
    running: tuple["subprocess.Popen[str]", int], cache: Path, folder: Path
) -> None:
    """On the same database, even on another port."""
    assert running[0].poll() is None
    second = start(cache, folder, free_port())
    _, error = second.communicate(timeout=120)
    assert second.returncode == 3
    assert "a second copy of the bot is running" in error


def test_sigterm_ends_it_within_five_seconds(running: tuple["subprocess.Popen[str]", int]) -> None:
    """Cleanly: exit code 0."""
    process, _ = running
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert time.monotonic() - began < 5
