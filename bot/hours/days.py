"""Days on which the team may call, in the clinic's own time zone, and how they are named to a patient."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
MORNING_ENDS = time(12, 0)


@dataclass(frozen=True, slots=True)
class CallWeek:
    """On which weekdays (mon … sun) the team calls, until when (local time), and on which dates it does not."""

    zone: str
    days: Collection[str]
    closes: time
    closed_on: Collection[date] = ()


def next_call_days(at: datetime, week: CallWeek, count: int) -> list[date]:
    """The next `count` days with call hours left; `at` is aware. Today counts until an hour before closing."""
    local = at.astimezone(ZoneInfo(week.zone))
    last_call = (datetime.combine(local.date(), week.closes) - timedelta(hours=1)).time()
    day = local.date() if local.time() < last_call else local.date() + timedelta(days=1)
    found: list[date] = []
    for _ in range(366):
        if DAY_KEYS[day.weekday()] in week.days and day not in week.closed_on:
            found.append(day)
        if len(found) == count:
            break
        day += timedelta(days=1)
    return found


def day_name(day: date, language: str) -> str:
    """`Mon Nov 23` or `lun 23 nov`."""
    weekday, month = _NAMES[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{weekday} {month} {day.day}" if language == "en" else f"{weekday} {day.day} {month}"


def is_morning_over(day: date, at: datetime, zone: str) -> bool:
    """Whether `day` is today and its morning has passed."""
    local = at.astimezone(ZoneInfo(zone))
    return day == local.date() and local.time() >= MORNING_ENDS
