"""The commands as a person or a program calls them: real processes on the shipped knowledge."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def clinic_bot(*arguments: str, cache: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout; var/ is never touched."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "CLINIC_BOT_MATCHING__CACHE": str(cache),
        "CLINIC_BOT_DATABASE__URL": f"sqlite:///{cache}/commands.db",
        "CLINIC_BOT_DATABASE__KEY_FILE": str(cache / "commands.key"),
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_check_passes_on_the_shipped_knowledge(cache: Path) -> None:
    """Exit 0 and a count."""
    done = clinic_bot("check", cache=cache)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings\n")


@pytest.mark.usefixtures("engine")  # which has filled the cache
def test_ask_answers_in_words_and_in_json(cache: Path) -> None:
    """One message a line in, one JSON a line out, in order, whatever is in the line."""
    asked = "whats your number\n\n\x00\x01 ???\ncuánto cuesta\ni want to die\n"
    done = clinic_bot("ask", "--lines", "-", "--json", cache=cache, stdin=asked)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == asked.removesuffix("\n").split("\n")
    assert answers[0]["answered"] == ["phone"]
    assert answers[1]["decision"] == "lost"
    assert answers[3]["answered"] == ["cost"]
    assert answers[3]["language"] == "es"
    assert answers[4]["safety"] == "urgent"
    assert answers[4]["safety_topic"] == "crisis"


@pytest.mark.usefixtures("engine")
def test_ask_why_shows_what_spoke(cache: Path) -> None:
    """The phrases that spoke, the spelling, the runner-up and the thresholds."""
    done = clinic_bot("ask", "how mcuh does it cots", "--why", cache=cache)
    assert "310-270-0625" in done.stdout
    for word in ("spelling", "cost", "phrase", "thresholds", "safety"):
        assert word in done.stderr


@pytest.mark.usefixtures("engine")
def test_chat_works_through_a_pipe(cache: Path) -> None:
    """Typed lines are messages, numbers tap the buttons shown last."""
    lines = "whats your number\n/call\n1\nAna\n310 555 0123\n1\n1\n1\n/quit\n"
    done = clinic_bot("chat", cache=cache, stdin=lines)
    assert done.returncode == 0, done.stderr
    assert "310-270-0625" in done.stdout
    assert "(310) 555-0123" in done.stdout
    assert "Your reference is #" in done.stdout


def test_requests_and_keys_work_on_an_empty_database(cache: Path) -> None:
    """No one is waiting; a key can be made, and everything sealed anew."""
    assert clinic_bot("requests", cache=cache).stdout == "No one is waiting.\n"
    assert json.loads(clinic_bot("requests", "--json", cache=cache).stdout) == []
    assert len(clinic_bot("keys", "new", cache=cache).stdout.strip()) == 44
    assert "is sealed under key" in clinic_bot("keys", "rotate", cache=cache).stdout
    assert "/staff/sign-in?token=" in clinic_bot("sign-in", cache=cache).stdout


def test_wrong_usage_exits_with_2(cache: Path) -> None:
    """Argparse's own words, and ours where a question is missing."""
    assert clinic_bot("no-such-command", cache=cache).returncode == 2
    done = clinic_bot("ask", cache=cache)
    assert done.returncode == 2
    assert "nothing to ask" in done.stderr
