"""P13 and P14: danger wins over everything, its words are kept nowhere, and the number stands first."""

import pytest

from bot.knowledge import Knowledge
from bot.messages import LANGUAGES
from tests.fakes import telegram_updates as tg
from tests.privacy.house import ANA, NAME, PHONE, House, found

FORM = ("Yes, go ahead", f">{NAME}", f">{PHONE}", "as soon as possible", "no voicemail")
URGENT = ("i want to kill myself sp3cial-marker", "me quiero matar sp3cial-marker")
FITTING = {"illicit": "1-800-662-4357"}


@pytest.mark.parametrize("words", URGENT)
@pytest.mark.parametrize("filled", [0, 1, 3, 5])
async def test_p13_a_crisis_in_the_form_is_answered_and_not_stored(house: House, words: str, filled: int) -> None:
    """The safety reply alone; the form is as it was, and no row, file or last topic tells of the message."""
    await house.fills_in(">/call", *FORM[:filled])
    before = await house.conversation()
    assert "988" in (await house.says(words)).splitlines()[0]
    after = await house.conversation()
    assert before is not None
    assert after is not None
    assert after.form == before.form
    assert after.last_topic == ""
    assert "sp3cial-marker" not in await house.opened()
    assert found(house.on_disk()) == []


@pytest.mark.parametrize("kind", ["typed", "edited", "caption", "contact"])
async def test_p13_danger_is_seen_wherever_words_can_stand(house: House, kind: str) -> None:
    """In an edit, under a photo and as the name on a card too; what was asked before is forgotten as a topic."""
    await house.says("how long does a session take")
    updates = {
        "typed": tg.text(URGENT[0], ANA),
        "edited": tg.edited(ANA, text=URGENT[0]),
        "caption": tg.message(ANA, photo=[{}], caption=URGENT[0]),
        "contact": tg.message(ANA, contact={"phone_number": "+13105550142", "first_name": URGENT[0]}),
    }
    assert "988" in (await house.sends(updates[kind])).splitlines()[0]
    kept = await house.conversation()
    assert kept is not None
    assert kept.last_topic == ""
    assert "sp3cial-marker" not in await house.opened()


async def test_p13_only_class_level_and_day_are_counted(house: House) -> None:
    """The counts name no chat."""
    await house.says(URGENT[0])
    async with house.store.reading() as tx:
        ((count, n),) = (await house.store.counts.all(tx)).items()
    assert (count.day, count.kind, count.detail, n) == ("2026-11-23", "safety", "urgent", 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_p14_the_first_line_of_every_safety_reply_holds_the_number(knowledge: Knowledge, language: str) -> None:
    """988 or 911, or the class's own line; Spanish says how to reach somebody who speaks it."""
    for key, reply in knowledge.safety.replies.items():
        first = reply.get("es" if language == "es" else "en").splitlines()[0]
        assert "988" in first or "911" in first, key
        assert FITTING.get(key, "") in first, key
        if language == "es":
            assert "988" not in first or ("oprima 2" in first and "AYUDA" in first), key
