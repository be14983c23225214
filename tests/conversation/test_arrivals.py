"""Everything that is not plain words has a defined, kind outcome."""

from bot.conversation.events import PatientUnreachable
from bot.messages import Kind
from tests.talking import Patient


def test_a_photo_is_not_looked_at(patient: Patient) -> None:
    """Photos, voice and the like are refused kindly, and nothing of them is kept."""
    assert "only read text" in patient.sends(kind=Kind.MEDIA)
    assert "Menu" in patient.labels


def test_an_album_is_answered_once(patient: Patient) -> None:
    """Its pictures arrive as messages of their own, within a moment."""
    assert patient.sends(kind=Kind.MEDIA) != ""
    patient.waits(seconds=-4)
    assert patient.sends(kind=Kind.MEDIA) == ""
    patient.waits(seconds=10)
    assert patient.sends(kind=Kind.MEDIA) != ""


def test_a_caption_is_answered_as_text(patient: Patient) -> None:
    """The words under a photo count."""
    assert "310-270-0625" in patient.sends(kind=Kind.MEDIA, text="whats your phone number")


def test_an_edit_is_not_answered_anew(patient: Patient) -> None:
    """No second answer, no second request; the patient is told to send it again."""
    assert "only answer new ones" in patient.sends(kind=Kind.EDITED, text="how much is it")


def test_a_blocked_chat_hears_nothing_and_staff_learn_of_it(patient: Patient) -> None:
    """Blocking and coming back are events, not messages."""
    assert patient.sends(kind=Kind.BLOCKED) == ""
    assert patient.events == [PatientUnreachable(reachable=False)]
    assert patient.sends(kind=Kind.RETURNED) == ""
    assert patient.events[-1] == PatientUnreachable(reachable=True)


def test_forged_and_stale_buttons_lead_to_the_menu(patient: Patient) -> None:
    """Whatever the data, nothing breaks and nothing is done."""
    for data in ("t:no-such-topic", "x" * 64, "f:check:send", "l:fr", "my:withdraw:yes", "", "f:", "f:when:9999-99-99"):
        patient.forges(data)
        assert patient.labels, data
        assert patient.request is None
        assert not patient.events


def test_a_forged_send_cannot_skip_the_form(patient: Patient) -> None:
    """The check screen's button works on the check screen alone."""
    patient.says("/call")
    patient.forges("f:check:send")
    assert patient.request is None
    assert "Before I ask anything" in patient.read


def test_a_forged_day_is_refused(patient: Patient) -> None:
    """Days long past or far away are asked for again."""
    patient.says("/call")
    patient.taps("Yes, go ahead")
    patient.says("Ana")
    patient.says("310 555 0123")
    for day in ("2001-01-01", "2999-01-01", "soon"):
        assert "When would you like the call" in patient.forges(f"f:when:{day}")


def test_a_stray_contact_card_is_not_kept(patient: Patient) -> None:
    """A number nobody asked for is answered, not stored."""
    assert "have not kept it" in patient.shares("+13105550123")
    assert patient.replies[0].clears_contact


def test_a_typed_number_outside_the_form_is_not_kept(patient: Patient) -> None:
    """It says how to leave a number properly."""
    assert "have not kept it" in patient.says("(310) 555-0123")
    assert "555-0123" not in repr(patient.conversation)


def test_s22_a_flood_gets_one_polite_line_and_a_crisis_still_passes(patient: Patient) -> None:
    """Twenty messages a minute are answered, the next gets one line, then silence; danger is always answered."""
    for _ in range(20):
        patient.says("hello")
        patient.waits(seconds=-4)
    assert "faster than I can answer" in patient.says("hello")
    patient.waits(seconds=-4)
    assert patient.says("hello") == ""
    patient.waits(seconds=-4)
    assert "988" in patient.says("i want to kill myself")
    patient.waits(minutes=2)
    assert patient.says("hello") != ""


def test_unknown_commands_are_named_kindly(patient: Patient) -> None:
    """A mistyped command shows the ones that work."""
    assert "/mycall" in patient.says("/calll")


def test_commands_with_the_bots_name_work(patient: Patient) -> None:
    """Telegram may append the bot's name."""
    assert "automated assistant" in patient.says("/start@some_clinic_bot")


def test_patients_words_are_never_markup(patient: Patient) -> None:
    """Replies are plain words; what a patient typed comes back as it was typed."""
    patient.says("/call")
    patient.taps("Yes, go ahead")
    patient.says("Ana")
    patient.says("310 555 0123")
    patient.says("after 5 <b>&_*[ok](tg://user?id=1)")
    assert "after 5 <b>&_*[ok](tg://user?id=1)" in patient.taps("no voicemail")
