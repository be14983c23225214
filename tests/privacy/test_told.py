"""What patients are told about their data is so: before the consent, in /privacy, and when they ask in words."""

from pathlib import Path

import pytest

from bot.building import build_engine
from bot.config import Matching, Retention, Settings
from bot.conversation.engine import Engine
from bot.knowledge import Knowledge
from bot.storage.requests import State
from tests.privacy.house import BEA, NAME, WORDS, House
from tests.talking import Patient

TOLD = {
    "en": (
        *("name", "phone number", "when to call", "voicemail", "topic", "language", "chat address"),
        *("only so the front desk can call you", "encrypted", "30 days after"),
        *("not a private medical channel", "do not write health details", "/forget", "310-270-0625"),
    ),
    "es": (
        *("nombre", "teléfono", "cuándo llamarle", "mensaje de voz", "tema", "idioma", "dirección de este chat"),
        *("solo para que recepción le llame", "cifrado", "30 días después"),
        *("no es un canal médico privado", "no escriba aquí detalles de su salud", "/forget", "310-270-0625"),
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_p5_before_the_first_question_patients_are_told_what_why_and_how_long(engine: Engine, language: str) -> None:
    """What is kept, why, for how long; that Telegram is not private; no health details; the phone as the other way."""
    patient = Patient(engine, language_code=language)
    told = patient.says("/call")
    assert [words for words in TOLD[language] if words not in told] == []
    assert patient.conversation.consent is None


@pytest.mark.usefixtures("engine")  # which has filled the cache
def test_p15_privacy_tells_the_figures_that_the_sweeps_go_by(knowledge: Knowledge, cache: Path) -> None:
    """Another retention in the settings is another figure in the words, and in the consent text."""
    retention = Retention(closed_requests_days=11, conversations_days=7)
    built = build_engine(Settings(retention=retention, matching=Matching(cache=cache)), knowledge)
    patient = Patient(built)
    told = patient.says("/privacy")
    assert "for up to 7 days" in told
    assert "deleted 11 days after" in told
    assert "deleted 11 days after" in patient.says("/call")


def test_p7_the_clinics_data_map_names_every_table_of_patients_and_the_periods_of_the_settings() -> None:
    """docs/privacy.md says what the code does: another default or another table is another line there."""
    written = (Path(__file__).parent.parent.parent / "docs/privacy.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip().partition(",")[0]: line for line in written.splitlines() if line.startswith("|")}
    kept = Retention()
    assert f"{kept.closed_requests_days} days after" in rows["name"]
    assert f"after {kept.flag_open_requests_days} days" in rows["name"]
    assert f"{kept.conversations_days} days without" in rows["last topic"]
    assert f"{kept.inbox_ids_hours} hours" in rows["what a patient wrote"]
    assert f"{kept.inbox_ids_hours} hours" in rows["what the bot answered"]
    assert f"{kept.gaps_days} days" in rows["unanswered questions"]
    assert f"{kept.audit_days // 365} years" in rows["audit: who did what to which reference"]
    for table in ("call_requests", "conversations", "inbox", "outbox", "audit"):
        assert f"`{table}`" in written


@pytest.mark.parametrize(
    "words",
    [
        *("what do you know about me", "what do you know about me?", "What have you stored about me?", "privacy"),
        *("que sabes de mi", "¿qué sabe de mí?", "¿Qué saben de mí?", "que datos tienen mios"),
    ],
)
async def test_p15_asked_in_words_the_bot_shows_what_it_keeps(house: House, words: str) -> None:
    """The same as /privacy, in the language of the question."""
    told = await house.says(words)
    assert "What this bot keeps" in told or "Lo que guarda este bot" in told
    assert any(button.data == "forget" for button in house.buttons)


async def test_p2_privacy_shows_exactly_what_is_stored(house: House) -> None:
    """Every field of every row: last topic, consent, the request with its neutral topic, and a closed one too."""
    assert "last topic (none)" in await house.says("/privacy")
    await house.says("how long does a session take")
    conversation = await house.conversation()
    assert conversation is not None
    title = house.engine.parts.knowledge.topics[conversation.last_topic].title.en
    assert f"last topic ({title})" in await house.says("/privacy")
    request = await house.leaves_a_request()
    told = await house.says("/privacy")
    for kept in (request.reference, NAME, "(310) 555-0142", f"monday {WORDS}", "no voicemail", "About: none"):
        assert kept in told
    assert f"({request.consent.at.date().isoformat()})" in told
    async with house.store.writing() as tx:
        await house.store.requests.close(tx, request.reference, State.REACHED, "tom", house.clock())
    told = await house.says("/privacy")
    assert f"request that is closed, {request.reference}: {NAME}" in told
    assert NAME not in await house.says("/privacy", BEA)


async def test_p2_privacy_shows_a_half_filled_form(house: House) -> None:
    """What was typed so far is stored, so it is shown; also when nothing is filled in yet."""
    await house.says("/call")
    assert "not finished yet: nothing filled in" in await house.says("/privacy")
    await house.fills_in(">/call", "Yes, go ahead", f">{NAME}", ">310 555 0142")
    assert f"not finished yet: {NAME}, (310) 555-0142." in await house.says("/privacy")
