from datetime import UTC, date, datetime, time

from bot.hours.days import CallWeek, day_name, is_morning_over, next_call_days

WEEK = CallWeek("America/Los_Angeles", ("mon", "tue", "wed", "thu", "fri"), time(17, 0))
FRIDAY_NOON = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)


def test_weekends_are_passed_over() -> None:
    """From Friday noon, the next days are Friday itself and then Monday on."""
    days = next_call_days(FRIDAY_NOON, WEEK, 3)
    assert days == [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)]


def test_today_is_gone_an_hour_before_closing() -> None:
    """At half past four nobody can still be promised a call today."""
    late = datetime(2026, 11, 28, 0, 30, tzinfo=UTC)
    assert next_call_days(late, WEEK, 1) == [date(2026, 11, 30)]


def test_closed_dates_are_passed_over() -> None:
    """A holiday is no call day."""
    week = CallWeek(WEEK.zone, WEEK.days, WEEK.closes, (date(2026, 11, 27),))
    assert next_call_days(FRIDAY_NOON, week, 1) == [date(2026, 11, 30)]


def test_a_week_without_days_has_no_next_day() -> None:
    """No open day ends the search instead of going on for ever."""
    assert next_call_days(FRIDAY_NOON, CallWeek(WEEK.zone, (), WEEK.closes), 3) == []


def test_the_day_is_that_of_the_clinic() -> None:
    """Late on Sunday in UTC is still Sunday in Los Angeles: Monday is tomorrow, with its morning ahead."""
    sunday_evening = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    assert next_call_days(sunday_evening, WEEK, 1) == [date(2026, 11, 23)]
    assert not is_morning_over(date(2026, 11, 23), sunday_evening, WEEK.zone)
    assert is_morning_over(date(2026, 11, 27), FRIDAY_NOON, WEEK.zone)


def test_days_are_named_in_both_languages() -> None:
    """Short enough for a button."""
    assert day_name(date(2026, 11, 23), "en") == "Mon Nov 23"
    assert day_name(date(2026, 11, 23), "es") == "lun 23 nov"
