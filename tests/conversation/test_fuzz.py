"""Whatever arrives, the engine answers and raises nothing."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.conversation.engine import Engine
from bot.conversation.moment import Parts
from bot.knowledge import Knowledge
from bot.matching import Understander
from bot.messages import Contact, Kind
from bot.safety import Screen
from tests.talking import Patient

HARD = st.sampled_from(
    [
        "\0",
        "a" * 100_000,
        "no " * 30_000,
        "\u202eevil\u202c",
        "👨‍👩‍👧‍👦" * 40,
        "\ud800",
        "مرحبا بك",
        "ﷺ" * 500,
        "{clinic.phone} {0} %s",
        "/start " + "x" * 5000,
        "<b>&_*[ok](tg://user?id=1)",
        "1" * 300,
        " ",
        "\u200b\u200b\u200b",
    ]
)
WORDS = st.text(max_size=200) | st.text(alphabet="abcdefghij '?!.", max_size=80)
DATA = st.text(max_size=70) | st.sampled_from(
    ["f:back", "f:check:send", "f:when:2026-11-24", "safe:yes", "t:cost", "l:es"]
)


@pytest.fixture(scope="module")
def quick(knowledge: Knowledge) -> Engine:
    """The engine on every sixth phrase and without the encoder: the same code, but quick."""
    understander = Understander.fit(knowledge.phrases()[::6], knowledge.conditions)
    return Engine(Parts(knowledge, understander, Screen(knowledge.safety).look))


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from([Kind.TEXT, Kind.EDITED, Kind.MEDIA]), WORDS | HARD, st.just(""), st.none())
        | st.tuples(st.just(Kind.TAP), st.just(""), DATA, st.none())
        | st.tuples(st.just(Kind.CONTACT), st.just(""), st.just(""), st.builds(Contact, WORDS, st.booleans(), WORDS)),
        min_size=5,
        max_size=5,
    ),
    st.booleans(),
)
@example([(Kind.TEXT, "\0", "", None)] * 5, True)
def test_no_message_raises_anything(
    quick: Engine, messages: list[tuple[Kind, str, str, Contact | None]], in_form: bool
) -> None:
    """5,000 messages of any Unicode, with buttons and cards, in and out of the form, each answered."""
    patient = Patient(quick)
    if in_form:
        patient.says("/call")
        patient.taps("Yes, go ahead")
    for kind, text, tap, contact in messages:
        patient.sends(kind=kind, text=text, tap=tap, contact=contact)
        assert patient.replies
        for button in patient.buttons:
            assert len(button.data.encode()) <= 64
