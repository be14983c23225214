"""P15: from wherever a patient is, privacy, erasing and a person are near."""

from collections import deque
from collections.abc import Iterator
from copy import copy

from tests.talking import Patient

TYPED = ("Ana Lopez", "310 555 0123", "i want to kill myself", "/forget")
MOST = 400


def state(patient: Patient) -> tuple[object, ...]:
    """Where a patient is: what decides which answers come next."""
    form, now = patient.conversation.form, patient.conversation
    where = (form.step, bool(form.day), form.editing, bool(form.reference)) if form else ()
    mine = any(button.data.startswith("my:") for button in patient.buttons)
    return (*where, now.awaiting, bool(now.consent), patient.request is not None, mine)


def after(patient: Patient, *, tap: str = "", text: str = "") -> Patient:
    """A copy of the patient, one message on and past the flood guard."""
    moved = copy(patient)
    moved.events = []
    moved.waits(minutes=2)
    if tap:
        moved.forges(tap)
    else:
        moved.says(text)
    return moved


def neighbours(patient: Patient) -> Iterator[Patient]:
    """Every button of the last answer, topics once, and a few typed words."""
    taps = [button.data for button in patient.buttons if not button.data.startswith(("t:", "l:"))]
    for data in dict.fromkeys(taps):
        yield after(patient, tap=data)
    for words in TYPED:
        yield after(patient, text=words)


def test_p15_privacy_forget_and_a_person_are_reachable_from_every_state(patient: Patient) -> None:
    """A walk over every state that buttons and typed words lead to; each has all three within a command or two taps."""
    patient.says("/start")
    queue, seen = deque([patient, after(patient, text="/call")]), set[tuple[object, ...]]()
    while queue and len(seen) < MOST:
        here = queue.popleft()
        if state(here) in seen:
            continue
        seen.add(state(here))
        if not here.conversation.awaiting:  # a question's buttons lead back to where it was asked
            queue.extend(neighbours(here))
        told = after(here, text="/privacy")
        assert "What this bot keeps" in told.read, state(here)
        assert "310-270-0625" in told.read, state(here)
        assert "is erased" in after(after(told, tap="forget"), tap="forget:yes").read, state(here)
        assert after(here, text="/call").conversation.form, state(here)
    assert not queue
    assert len(seen) > 50
