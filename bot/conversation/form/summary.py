"""A call request in words, for the check screen, /mycall and /privacy."""

from datetime import date

from bot.conversation.form.discretion import CHOICES
from bot.conversation.form.phone import shown
from bot.conversation.form.topic import TOPICS
from bot.conversation.form.when import PARTS
from bot.conversation.moment import Moment
from bot.conversation.state import CallRequest, Form, Window
from bot.hours.days import day_name
from bot.knowledge import Text


def summary(moment: Moment, kept: CallRequest | Form) -> dict[str, str]:
    """Name, phone, window and voicemail as a patient reads them."""
    return {
        "name": kept.name,
        "phone": shown(kept.phone, moment.parts.country),
        "window": window_words(moment, kept.window or Window(asap=True)),
        "voicemail": _voicemail_words(moment, bool(kept.voicemail), bool(kept.name_clinic)),
    }


def about(moment: Moment, kept: CallRequest | Form) -> str:
    """The neutral topic that was picked, or `none`."""
    return moment.say(TOPICS.get(kept.topic, Text.TOPIC_NONE))


def parts(moment: Moment, form: Form) -> str:
    """What a half-filled form holds, in the order of its steps."""
    held = [
        form.name,
        shown(form.phone, moment.parts.country) if form.phone else "",
        window_words(moment, form.window) if form.window else "",
        "" if form.voicemail is None else _voicemail_words(moment, form.voicemail, bool(form.name_clinic)),
        about(moment, form) if form.topic else "",
    ]
    return ", ".join(part for part in held if part) or moment.say(Text.KEPT_NO_PART)


def window_words(moment: Moment, window: Window) -> str:
    """`as soon as possible`, `Mon Nov 23, morning`, or the patient's own words."""
    if window.asap:
        return moment.say(Text.WINDOW_ASAP)
    if window.words:
        return window.words
    return f"{day_name(date.fromisoformat(window.day), moment.language)}, {moment.say(PARTS[window.part])}"


def _voicemail_words(moment: Moment, voicemail: bool, name_clinic: bool) -> str:
    return next(moment.say(text) for text, *flags in CHOICES.values() if flags == [voicemail, name_clinic])
