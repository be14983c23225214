"""Reached from the check screen only: a rough, neutral topic, never filled in from the chat."""

from dataclasses import replace

from bot.conversation.form.step import Again, Next, StepPart, Taken, data, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Form
from bot.knowledge import Text
from bot.messages import Reply

TOPICS = {"general": Text.TOPIC_GENERAL, "prices": Text.TOPIC_PRICES, "treatment": Text.TOPIC_TREATMENT}
NO_TOPIC = "none"


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """The neutral topics, and leaving it out."""
    rows = tuple((moment.button(text, data(form, value)),) for value, text in TOPICS.items())
    none = ((moment.button(Text.BUTTON_NO_TOPIC, data(form, NO_TOPIC)),),)
    return (moment.reply(Text.ASK_TOPIC, (*rows, *none, *foot(moment))),)


def take(moment: Moment, form: Form) -> Taken:
    """Typed words are not kept here: only the neutral topics are."""
    del form
    return None if moment.reading.answered else Again(moment.reply(Text.CHOOSE_TOPIC))


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """A neutral topic, or none."""
    del moment
    if value == NO_TOPIC:
        return Next(replace(form, topic=""))
    return Next(replace(form, topic=value)) if value in TOPICS else None


STEP = StepPart(prompt, take, tap, Text.WHY_TOPIC)
