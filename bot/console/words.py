"""What staff read, in words: waiting times, windows, discretion and phone numbers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers

from bot.conversation.state import CallRequest, Window

PARTS = {"morning": "in the morning", "afternoon": "in the afternoon", "any": "any time"}
UNITED_STATES = 1
TOPICS = {"general": "A general question", "prices": "Prices", "treatment": "A treatment"}
LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}


def ago(since: datetime, now: datetime) -> str:
    """How long something has waited, in its largest unit: "just now", "5 min ago", "3 h ago", "2 days ago"."""
    minutes = max(now - since, timedelta()) // timedelta(minutes=1)
    if minutes < 1:
        return "just now"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min ago"
    hours = minutes // 60
    if hours < 48:  # noqa: PLR2004 - "30 h ago" still says more than "1 day ago"
        return f"{hours} h ago"
    return f"{hours // 24} days ago"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Date and time in a zone: "Sun, Nov 22, 10:41 AM"."""
    local = at.astimezone(zone)
    return f"{_day(local.date())}, {local.hour % 12 or 12}:{local.minute:02} {'AM' if local.hour < 12 else 'PM'}"  # noqa: PLR2004


def wish(window: Window) -> str:
    """When the patient would like the call; typed words stay as they were typed, in quotation marks."""
    if window.asap:
        return "As soon as possible"
    if window.words:
        return f"“{window.words}”"
    part = PARTS.get(window.part, "any time")
    try:
        return f"{_day(date.fromisoformat(window.day))}, {part}"
    except ValueError:
        return part.capitalize()


def about(topic: str) -> str:
    """The rough topic that the patient chose, if any."""
    return TOPICS.get(topic, topic)


def discretion(request: CallRequest) -> str:
    """What may be said to whoever picks up, or to a machine."""
    voicemail = "Voicemail is OK" if request.voicemail else "No voicemail"
    clinic = "you may name the clinic" if request.name_clinic else "do not name the clinic"
    return f"{voicemail}; {clinic}"


def phone_shown(e164: str) -> str:
    """A number as one would write it: national for +1, international otherwise, unchanged where it is no number."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat
    home = number.country_code == UNITED_STATES
    return phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)


def phone_link(e164: str) -> str:
    """The `tel:` address of a number (RFC 3966), or nothing where it is no number."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.RFC3966)
    except phonenumbers.NumberParseException:
        return ""


def _day(day: date) -> str:
    return f"{day:%a}, {day:%b} {day.day}"
