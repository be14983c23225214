from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.talking import Patient

FOLDER = Path(__file__).parent.parent / "conversations"
MOVES = {"says", "taps", "shares", "waits", "has"}
CHECKS = {"reads", "never", "once", "buttons", "event"}


def dialogues() -> list[Any]:
    """Every file of tests/conversations."""
    return [pytest.param(yaml.safe_load(path.read_text()), id=path.stem) for path in sorted(FOLDER.glob("*.yaml"))]


@pytest.mark.parametrize("dialogue", dialogues())
def test_dialogue(dialogue: dict[str, Any], patient: Patient) -> None:
    """Each dialogue of tests/conversations goes as it is written there."""
    for step in dialogue["dialogue"]:
        assert set(step) <= MOVES | CHECKS, f"unknown key in {step}"
        _move(patient, step)
        _check(patient, step)


def _move(patient: Patient, step: dict[str, Any]) -> None:
    if "has" in step:
        patient.asks_for_a_call()
        patient.taps("Send it")
    if "waits" in step:
        patient.waits(**step["waits"])
    patient.events.clear()
    if "says" in step:
        patient.says(str(step["says"]))
    if "taps" in step:
        patient.taps(step["taps"])
    if "shares" in step:
        patient.shares(step["shares"])


def _check(patient: Patient, step: dict[str, Any]) -> None:
    for text in step.get("reads", []):
        assert text in patient.read, f"after {step}"
    for text in step.get("never", []):
        assert text not in patient.read, f"after {step}"
    for text in step.get("once", []):
        assert patient.read.count(text) == 1, f"after {step}"
    for label in step.get("buttons", []):
        assert any(label in shown for shown in patient.labels), f"{patient.labels} after {step}"
    if "event" in step:
        assert step["event"] in [type(event).__name__ for event in patient.events], f"after {step}"
