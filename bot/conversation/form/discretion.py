"""Fifth step: may a voicemail be left, and may it name the clinic? The most private answer is the default."""

from dataclasses import replace

from bot.conversation.form.step import Again, Next, StepPart, Taken, data, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Form
from bot.conversation.words import is_word
from bot.knowledge import Text, Word
from bot.messages import Reply

CHOICES = {
    "named": (Text.VOICEMAIL_NAMED, True, True),
    "unnamed": (Text.VOICEMAIL_UNNAMED, True, False),
    "none": (Text.VOICEMAIL_NONE, False, False),
}
"""By button value: the words for it, whether a voicemail is fine, whether it may name the clinic."""


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """The three choices, most private first."""
    rows = tuple((moment.button(CHOICES[value][0], data(form, value)),) for value in reversed(CHOICES))
    return (moment.reply(Text.ASK_DISCRETION, (*rows, *foot(moment))),)


def take(moment: Moment, form: Form) -> Taken:
    """A typed yes keeps the clinic's name out of the voicemail, as the patient did not say that it may be named."""
    texts = moment.parts.knowledge.texts
    if is_word(texts, Word.NO, moment.text):
        return tap(moment, form, "none")
    if is_word(texts, Word.YES, moment.text):
        return tap(moment, form, "unnamed")
    return None if moment.reading.answered else Again(moment.reply(Text.CHOOSE_BUTTON))


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """One of the three choices."""
    del moment
    if value not in CHOICES:
        return None
    _, voicemail, name_clinic = CHOICES[value]
    return Next(replace(form, voicemail=voicemail, name_clinic=name_clinic))


STEP = StepPart(prompt, take, tap, Text.WHY_DISCRETION)
