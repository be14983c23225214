"""Fourth step: as soon as possible, a day and a part of it, or typed words kept as they are."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.form import discreet
from bot.conversation.form.step import Again, Next, StepPart, Taken, data, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Form, Window
from bot.conversation.words import has_word, is_word, looks_like_question
from bot.hours.days import CallWeek, day_name, is_morning_over, next_call_days
from bot.knowledge import Text, Word
from bot.messages import Button, Reply

DAYS_SHOWN = 5
FARTHEST = timedelta(days=60)
LONGEST = 200
PARTS = {"morning": Text.PART_MORNING, "afternoon": Text.PART_AFTERNOON, "any": Text.PART_ANY}


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """Ask for the day, or, with a day chosen, for the part of it."""
    if form.day:
        return (_ask_part(moment, form),)
    days = [Button(day_name(day, moment.language), data(form, day.isoformat())) for day in _days(moment)]
    pairs = tuple(tuple(days[i : i + 2]) for i in range(0, len(days), 2))
    soonest = ((moment.button(Text.WINDOW_ASAP, data(form, "asap")),),)
    return (moment.reply(Text.ASK_WHEN, (*soonest, *pairs, *foot(moment))),)


def _days(moment: Moment) -> list[date]:
    hours = moment.parts.knowledge.clinic.call_hours
    week = CallWeek(moment.parts.zone, hours.days, time.fromisoformat(hours.closes), hours.closed_on)
    return next_call_days(moment.incoming.at, week, DAYS_SHOWN)


def _ask_part(moment: Moment, form: Form) -> Reply:
    day = date.fromisoformat(form.day)
    over = is_morning_over(day, moment.incoming.at, moment.parts.zone)
    parts = [part for part in PARTS if not (over and part == "morning")]
    row = tuple(moment.button(PARTS[part], data(form, part)) for part in parts)
    return moment.reply(Text.ASK_PART, (row, *foot(moment)), day=day_name(day, moment.language))


def take(moment: Moment, form: Form) -> Taken:
    """Typed words: a time is kept as typed, a question is left to be answered."""
    texts, words = moment.parts.knowledge.texts, " ".join(moment.text.split())
    if is_word(texts, Word.ASAP, words):
        return Next(replace(form, window=Window(asap=True), day=""))
    is_time = has_word(texts, Word.TIME, words) or any(c.isdigit() for c in words)
    question = looks_like_question(texts, words) or not is_time
    if moment.reading.answered and question:
        return None
    if len(words) > LONGEST:
        return Again(moment.reply(Text.TOO_LONG))
    if form.doubt != discreet.mark(words) and discreet.is_health_detail(moment, words):
        return Again(moment.reply(Text.HEALTH_DETAIL), discreet.mark(words))
    return Next(replace(form, window=Window(words=words), day="")) if words else None


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """As soon as possible, a day, or a part of the chosen day; anything else is forged."""
    if value == "asap":
        return Next(replace(form, window=Window(asap=True), day=""))
    if value in PARTS and form.day:
        return Next(replace(form, window=Window(day=form.day, part=value), day=""))
    day = _parse(value)
    today = moment.incoming.at.astimezone(ZoneInfo(moment.parts.zone)).date()
    if day is None or not today <= day <= today + FARTHEST:
        return None
    chosen = replace(form, day=value, touched=moment.incoming.at)
    return moment.turn(_ask_part(moment, chosen), form=chosen)


def _parse(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


STEP = StepPart(prompt, take, tap, Text.WHY_WHEN)
