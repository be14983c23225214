"""The call form, beyond the dialogues of tests/conversations."""

import dataclasses

import pytest

from bot.conversation.events import CallRequested
from bot.conversation.form.check import new_reference
from bot.conversation.form.desk import ORDER
from bot.conversation.form.phone import find, shown, stored
from bot.conversation.state import Step, Window
from bot.knowledge import Text
from bot.messages import Incoming
from tests.talking import MONDAY, Patient

LEAD = {
    Step.CONSENT: (),
    Step.NAME: ("Yes, go ahead",),
    Step.PHONE: ("Yes, go ahead", ">Ana"),
    Step.WHEN: ("Yes, go ahead", ">Ana", ">310 555 0123"),
    Step.DISCRETION: ("Yes, go ahead", ">Ana", ">310 555 0123", "as soon as possible"),
    Step.CHECK: ("Yes, go ahead", ">Ana", ">310 555 0123", "as soon as possible", "no voicemail"),
}


def at_step(patient: Patient, step: Step) -> Patient:
    """Lead a patient to a step; `>` marks typed words, the rest are taps."""
    patient.says("/call")
    for move in LEAD[step]:
        if move.startswith(">"):
            patient.says(move[1:])
        else:
            patient.taps(move)
    assert patient.conversation.form is not None
    assert patient.conversation.form.step is step
    return patient


@pytest.mark.parametrize("step", ORDER)
def test_a_question_is_answered_at_every_step_and_the_step_comes_back_once(patient: Patient, step: Step) -> None:
    """Questions are let through; the form neither swallows them nor loses its place."""
    at_step(patient, step)
    before = patient.conversation.form
    patient.says("what is your phone number?")
    assert "310-270-0625" in patient.read
    assert before is not None
    assert patient.conversation.form is not None
    assert patient.conversation.form.step is step
    assert patient.conversation.form.name == before.name
    prompts = [reply.text for reply in patient.replies]
    assert len(prompts) == len(set(prompts))


@pytest.mark.parametrize("step", ORDER)
def test_p13_a_crisis_wins_at_every_step(patient: Patient, step: Step) -> None:
    """The safety reply alone; the form is kept as it was, and nothing of the message is in it."""
    at_step(patient, step)
    before = patient.conversation.form
    assert "988" in patient.says("i want to kill myself")
    assert patient.conversation.form == before


@pytest.mark.parametrize("step", ORDER)
@pytest.mark.parametrize("way", ["Cancel", ">cancel", ">/cancel"])
def test_cancel_works_at_every_step_and_leaves_nothing(patient: Patient, step: Step, way: str) -> None:
    """By button, word or command."""
    at_step(patient, step)
    if way.startswith(">"):
        patient.says(way[1:])
    else:
        patient.taps(way)
    assert patient.conversation.form is None
    assert "Cancelled" in patient.read


@pytest.mark.parametrize("step", ORDER)
def test_every_step_says_why_it_asks(patient: Patient, step: Step) -> None:
    """One line of reason, then the step again."""
    at_step(patient, step)
    why = patient.engine.parts.knowledge.texts.say(Text(f"why-{step.value}"), "en")
    assert why in patient.taps("Why do you ask?")
    assert patient.conversation.form is not None
    assert patient.conversation.form.step is step


@pytest.mark.parametrize("step", ORDER)
def test_p15_privacy_forget_and_a_person_are_two_taps_away(patient: Patient, step: Step) -> None:
    """From every step the commands lead there, and the form waits."""
    at_step(patient, step)
    assert "What this bot keeps" in patient.says("/privacy")
    assert "Shall I erase" in patient.taps("Erase my data")
    assert "310-270-0625" in patient.says("can i talk to a real person")


def test_back_goes_one_step_at_a_time_to_the_beginning(patient: Patient) -> None:
    """From the check screen's first part back to the name; the consent, once given, is not asked again."""
    at_step(patient, Step.DISCRETION)
    for step in (Step.WHEN, Step.PHONE, Step.NAME, Step.NAME):
        patient.taps("Back")
        assert patient.conversation.form is not None
        assert patient.conversation.form.step is step


def test_p5_consent_is_kept_with_its_version_and_asked_again_when_the_text_changes(patient: Patient) -> None:
    """A patient who agreed to another wording is asked anew."""
    at_step(patient, Step.NAME)
    consent = patient.conversation.consent
    assert consent is not None
    assert consent.language == "en"
    patient.says("/cancel")
    assert "What name" in patient.says("/call")
    patient.says("/cancel")
    older = dataclasses.replace(consent, version="00000000")
    patient.conversation = dataclasses.replace(patient.conversation, consent=older)
    assert "Before I ask anything" in patient.says("/call")


def test_declining_keeps_nothing(patient: Patient) -> None:
    """The patient's own way is named instead."""
    patient.says("/call")
    assert "nothing was kept" in patient.taps("I'll call myself")
    assert patient.conversation.form is None
    assert patient.conversation.consent is None


def test_a_name_that_reads_like_a_question_can_be_insisted_on(patient: Patient) -> None:
    """Dolores is a name and a pain: sent once more, it is taken as a name."""
    at_step(patient, Step.NAME)
    assert "send it once more" in patient.says("Dolores")
    assert "Which phone number" in patient.says("Dolores")
    assert patient.conversation.form is not None
    assert patient.conversation.form.name == "Dolores"


@pytest.mark.parametrize("typed", ["my name is Ana Maria", "I'm ana maria", "Ana Maria.", "soy Ana Maria", "ana maria"])
def test_names_are_taken_as_people_say_them(patient: Patient, typed: str) -> None:
    """With or without a lead, in any case."""
    at_step(patient, Step.NAME)
    patient.says(typed)
    assert patient.conversation.form is not None
    assert patient.conversation.form.name == "Ana Maria"


@pytest.mark.parametrize("name", ["Guadalupe", "Luz", "Juan Carlos", "José María"])
def test_a_spanish_name_does_not_switch_an_english_chat(patient: Patient, name: str) -> None:
    """The next question is asked in the language of the chat."""
    patient.says("how much does it cost")
    at_step(patient, Step.NAME)
    assert "Which phone number" in patient.says(name)


def test_p4_a_health_detail_is_remarked_on_and_kept_only_if_insisted(patient: Patient) -> None:
    """It is better told on the call."""
    at_step(patient, Step.WHEN)
    assert "health detail" in patient.says("after 5, i use heroin in the mornings")
    assert "heroin" not in repr(patient.conversation)
    patient.says("after 5, i use heroin in the mornings")
    assert patient.conversation.form is not None
    assert patient.conversation.form.window == Window(words="after 5, i use heroin in the mornings")


def test_p3_the_topic_is_never_filled_in_from_the_chat(patient: Patient) -> None:
    """Coming from a talk about addiction, the request's topic is empty unless the patient picks a neutral one."""
    patient.says("can it help with heroin addiction")
    patient.asks_for_a_call()
    patient.taps("Send it")
    assert patient.request is not None
    assert patient.request.topic == ""


def test_a_neutral_topic_can_be_added_on_the_check_screen(patient: Patient) -> None:
    """Chosen by button only; typed words are not kept."""
    patient.asks_for_a_call()
    patient.taps("Say what it is about")
    patient.says("my cocaine problem")
    assert "cocaine" not in repr(patient.conversation)
    assert "prices" in patient.taps("prices")
    patient.taps("Send it")
    assert patient.request is not None
    assert patient.request.topic == "prices"


def test_somebody_elses_card_is_refused_kindly(patient: Patient) -> None:
    """Only the own number can be shared by tap."""
    at_step(patient, Step.PHONE)
    assert "somebody else" in patient.shares("+13105550199", own=False)
    assert "When would you like" in patient.shares("+13105550123")


@pytest.mark.parametrize("way", ["Back", "Cancel"])
def test_leaving_the_phone_step_takes_the_share_button_away(patient: Patient, way: str) -> None:
    """On a message of its own: Telegram shows either its removal or other buttons."""
    at_step(patient, Step.PHONE)
    patient.taps(way)
    assert [reply.buttons for reply in patient.replies if reply.clears_contact] == [()]


@pytest.mark.parametrize("phone", ["13105550123", "+1 310-555-0123", "(310) 555-0123"])
def test_a_shared_number_is_read_with_or_without_its_plus(patient: Patient, phone: str) -> None:
    """Telegram sends contacts with and without."""
    at_step(patient, Step.PHONE)
    patient.shares(phone)
    assert patient.conversation.form is not None
    assert patient.conversation.form.phone == "+13105550123"


@pytest.mark.parametrize(
    ("typed", "kept", "read"),
    [
        ("call me on 3105550123 after 5", "+13105550123", "(310) 555-0123"),
        ("+52 55 1234 5678", "+525512345678", "+52 55 1234 5678"),
        ("310-555-0123 ext 12", "+13105550123;ext=12", "(310) 555-0123 ext. 12"),
        ("310-555-01233", None, ""),
        ("911", None, ""),
        ("555-0123", None, ""),
    ],
)
def test_numbers_are_found_checked_and_read_back(typed: str, kept: str | None, read: str) -> None:
    """Inside a sentence, from abroad, with an extension; incomplete ones are no numbers."""
    number = find(typed, "US")
    assert (stored(number) if number else None) == kept
    if kept:
        assert shown(kept, "US") == read


def test_a_request_is_the_same_however_often_its_turn_is_taken(patient: Patient) -> None:
    """The reference comes from the message's own key: a repeated turn does not make a second request."""
    patient.asks_for_a_call()
    incoming = Incoming("test", "ana", "99", MONDAY, text="yes")
    first = patient.engine.take_turn(incoming, patient.conversation, None)
    second = patient.engine.take_turn(incoming, patient.conversation, None)
    assert first == second
    assert any(isinstance(event, CallRequested) for event in first.events)


def test_references_are_short_and_readable() -> None:
    """A hash sign and four characters that are not mistaken for each other on the phone."""
    references = {new_reference(Incoming("test", "ana", str(i), MONDAY)) for i in range(200)}
    assert len(references) > 195
    assert all(len(reference) == 5 and not set(reference) & set("01ILO") for reference in references)


def test_a_typed_yes_sends_the_request(patient: Patient) -> None:
    """No button is the only way to finish."""
    patient.says("/call")
    for words in ("yes", "Ana", "310 555 0123", "asap", "no", "yes"):
        patient.says(words)
    assert patient.request is not None
    assert patient.request.window == Window(asap=True)
    assert not patient.request.voicemail
