from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import words
from bot.conversation.state import Window

NOW = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("waited", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-5), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=47, minutes=59), "47 h ago"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=30), "30 days ago"),
    ],
)
def test_waiting_is_said_in_its_largest_unit(waited: timedelta, said: str) -> None:
    """Staff read at a glance how long somebody has waited; clocks that disagree by seconds do no harm."""
    assert words.ago(NOW - waited, NOW) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW, "Sun, Nov 22, 10:05 AM"),
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), "Sun, Nov 22, 11:59 PM"),
        (datetime(2026, 7, 4, 7, 0, tzinfo=UTC), "Sat, Jul 4, 12:00 AM"),
        (datetime(2026, 7, 4, 19, 0, tzinfo=UTC), "Sat, Jul 4, 12:00 PM"),
    ],
)
def test_moments_are_in_the_clinics_zone(at: datetime, said: str) -> None:
    """Date and time are those on the clinic's wall, summer time included."""
    assert words.moment(at, LOS_ANGELES) == said


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Window(asap=True), "As soon as possible"),
        (Window(day="2026-11-23", part="morning"), "Mon, Nov 23, in the morning"),
        (Window(day="2026-11-23", part="afternoon"), "Mon, Nov 23, in the afternoon"),
        (Window(day="2026-11-23", part="any"), "Mon, Nov 23, any time"),
        (Window(words="después de las 5"), "“después de las 5”"),
        (Window(part="morning"), "In the morning"),
        (Window(), "Any time"),
    ],
)
def test_a_window_is_said_in_words(window: Window, said: str) -> None:
    """Typed words stay the patient's own; a day is a day of the week with its date."""
    assert words.wish(window) == said


@pytest.mark.parametrize(
    ("e164", "shown", "link"),
    [
        ("+13105550123", "(310) 555-0123", "tel:+1-310-555-0123"),
        ("+525555550134", "+52 55 5555 0134", "tel:+52-55-5555-0134"),
        ("ask for Ana", "ask for Ana", ""),
    ],
)
def test_phones_are_written_as_people_write_them(e164: str, shown: str, link: str) -> None:
    """National for +1, international otherwise; what is no number is shown as it is, without a link."""
    assert (words.phone_shown(e164), words.phone_link(e164)) == (shown, link)


@pytest.mark.parametrize(("topic", "said"), [("general", "A general question"), ("", ""), ("new", "new")])
def test_a_topic_is_said_in_words(topic: str, said: str) -> None:
    """Patients choose among neutral topics; one that the page does not know yet is shown as it is."""
    assert words.about(topic) == said


@given(st.text())
def test_a_link_is_a_telephone_link_or_none(text: str) -> None:
    """Whatever stands in the phone field can never become another kind of link."""
    assert words.phone_link(text) == "" or words.phone_link(text).startswith("tel:")
    assert isinstance(words.phone_shown(text), str)
