"""P6: /forget erases everything, at any moment, down to the bytes."""

import pytest

from bot.storage.requests import State
from tests.privacy.house import BEA, MARKERS, NAME, PHONE, WORDS, House, found

FORM = ("Yes, go ahead", f">{NAME}", f">{PHONE}", f">monday {WORDS}", "no voicemail")


async def _gone(house: House, before: list[bytes]) -> None:
    """Neither rows nor bytes of what was kept are left."""
    content = house.on_disk()
    assert [cell for cell in before if cell in content] == []
    assert [marker for marker in MARKERS if marker in await house.opened()] == []
    assert found(content) == []
    assert await house.conversation() is None


@pytest.mark.parametrize("filled", range(len(FORM) + 1))
async def test_p6_forget_works_at_every_step_of_the_form(house: House, filled: int) -> None:
    """Half-filled forms go too; the patient is told so and starts from nothing."""
    await house.fills_in(">/call", *FORM[:filled])
    before = await house.sealed()
    assert "Shall I erase everything" in await house.says("/forget")
    assert "is erased" in await house.taps("Yes, erase everything")
    assert before
    await _gone(house, before)
    assert "Before I ask anything" in await house.says("/call")


async def test_p6_forget_erases_bytes_of_an_open_and_a_closed_request(house: House) -> None:
    """All requests of the chat go; staff find no one to call, and the audit knows references alone."""
    first = await house.leaves_a_request()
    async with house.store.writing() as tx:
        await house.store.requests.close(tx, first.reference, State.REACHED, "tom", house.clock())
    await house.fills_in(">/call", *FORM[1:], "Send it")
    assert len(await house.requests()) == 2
    references = [kept.request.reference for kept in await house.requests()]
    before = await house.sealed()
    await house.fills_in(">/forget", "Yes, erase everything")
    assert len(before) >= 5
    await _gone(house, before)
    assert await house.requests() == []
    erased = [(line.actor, line.reference, line.detail) for line in await house.audit() if line.action == "erased"]
    assert erased == [("patient", reference, "") for reference in sorted(references)]


async def test_p6_forget_works_with_nothing_stored(house: House) -> None:
    """As the very first words ever; what is left is one audit line without a reference."""
    await house.says("/forget")
    assert "is erased" in await house.taps("Yes, erase everything")
    assert [(line.action, line.reference) for line in await house.audit()] == [("erased", "")]
    assert await house.sealed() == []


async def test_p6_forget_leaves_other_patients_alone(house: House) -> None:
    """Two chats: one is forgotten, the other's request is still waiting."""
    await house.leaves_a_request()
    other = await house.leaves_a_request(BEA, "310 555 0199")
    await house.fills_in(">/forget", "Yes, erase everything")
    assert [kept.request for kept in await house.requests()] == [other]


@pytest.mark.parametrize("filled", [0, len(FORM)])
async def test_p6_a_typed_yes_erases_and_is_no_answer_to_the_form_underneath(house: House, filled: int) -> None:
    """`Shall I erase everything?` `yes` neither agrees to the consent text nor sends the request."""
    await house.fills_in(">/call", *FORM[:filled], ">/forget")
    assert "is erased" in await house.says("yes")
    assert await house.requests() == []
    assert await house.conversation() is None


async def test_p6_a_question_stands_until_the_next_answer_only(house: House) -> None:
    """A yes to something else, later, erases nothing; a no keeps everything."""
    request = await house.leaves_a_request()
    await house.fills_in(">/forget", ">how long does it take")
    await house.says("yes")
    await house.says("/forget")
    assert "stays as it is" in await house.says("no")
    await house.says("/forget")
    await house.says("/menu")
    assert "is erased" not in await house.says("yes")
    assert [kept.request for kept in await house.requests()] == [request]


async def test_p6_a_typed_yes_withdraws_when_that_was_the_question(house: House) -> None:
    """The same holds for withdrawing a request, which keeps it as closed."""
    await house.leaves_a_request()
    await house.fills_in(">/mycall", "Withdraw it")
    assert "is withdrawn" in await house.says("yes please")
    assert [kept.state for kept in await house.requests()] == [State.WITHDRAWN]


async def test_p6_asked_for_in_words(house: House) -> None:
    """No command has to be known, in English or Spanish."""
    for words in ("erase my data", "delete everything you know about me", "borre mis datos"):
        await house.says(words)
        assert any(button.data == "forget:yes" for button in house.buttons), words
