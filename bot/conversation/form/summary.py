"""A call request in words, for the check screen, /mycall and /privacy."""

from datetime import date

from bot.conversation.form.discretion import CHOICES
from bot.conversation.form.phone import shown
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


def window_words(moment: Moment, window: Window) -> str:
    """`as soon as possible`, `Mon Nov 23, morning`, or the patient's own words."""
    if window.asap:
        return moment.say(Text.WINDOW_ASAP)
    if window.words:
        return window.words
    return f"{day_name(date.fromisoformat(window.day), moment.language)}, {moment.say(PARTS[window.part])}"


def _voicemail_words(moment: Moment, voicemail: bool, name_clinic: bool) -> str:
    return next(moment.say(text) for text, *flags in CHOICES.values() if flags == [voicemail, name_clinic])
