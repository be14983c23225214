"""P1: before the tap nothing personal outlives its turn, and nothing is ever on disk in clear."""

import logging
from typing import Any

import pytest

from tests.fakes import telegram_updates as tg
from tests.privacy.house import ANA, MARKERS, NAME, PHONE, WORDS, House, found

CHAT: tuple[dict[str, Any], ...] = (
    tg.text(f"hello, I am {NAME} {WORDS}", ANA),
    tg.text(f"my number is {PHONE}", ANA),
    tg.contact("+13105550142", ANA, ANA),
    tg.message(ANA, photo=[{"file_id": "x"}], caption=f"my heroin {WORDS}"),
    tg.edited(ANA, text=f"I meant {WORDS}"),
    tg.text("can it help with heroin addiction", ANA),
    tg.text("/call", ANA),
    tg.text(f"before I agree: {WORDS}?", ANA),
    tg.text(f"{NAME}, {PHONE}", ANA),
)


async def test_p1_nothing_personal_is_on_disk_before_consent(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """A patient writes name, number, card, photo and worries, up to the consent: none of it stays anywhere."""
    caplog.set_level(logging.DEBUG)
    for update in CHAT:
        await house.keeps(update)
        assert found(house.on_disk()) == []
        await house.delivery.worker.drain()
        assert found(house.on_disk()) == []
        await house.delivery.settle()
        assert found(house.on_disk()) == []
    opened = await house.opened()
    assert [marker for marker in MARKERS if marker in opened] == []
    assert [marker for marker in MARKERS if marker in caplog.text] == []
    assert await house.requests() == []
    assert len(house.replies()) >= len(CHAT)


async def test_p1_a_refused_consent_keeps_nothing(house: House) -> None:
    """Who taps no is told that nothing was kept, and that is so."""
    await house.says("/call")
    assert "nothing was kept" in await house.taps("I'll call myself")
    kept = await house.conversation()
    assert kept is not None
    assert (kept.form, kept.consent) == (None, None)
    assert await house.requests() == []


async def test_p1_a_message_that_nobody_can_answer_is_emptied_too(house: House) -> None:
    """Three failures set a message aside; its words go with its turn, as those of an answered one."""
    house.engine = None  # type: ignore[assignment]
    house.delivery.worker._thinker._take_turn = None  # type: ignore[assignment]
    assert "something went wrong" in await house.says(f"{NAME} {WORDS}")
    assert [marker for marker in MARKERS if marker in await house.opened()] == []
    assert await house.sealed() == []
