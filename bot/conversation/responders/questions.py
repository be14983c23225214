"""Questions: answered when sure, offered as buttons when unsure, and owned up to when lost."""

from dataclasses import replace

from bot.conversation import buttons
from bot.conversation.events import QuestionUnanswered
from bot.conversation.form.phone import find
from bot.conversation.moment import Moment
from bot.conversation.responders.commands import open_topics
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.matching import Decision
from bot.messages import Level

MISSES_BEFORE_OFFER = 2


def sure(moment: Moment) -> Turn | None:
    """One topic answered, or two for a message that asks two things."""
    understanding = moment.reading.understanding
    if understanding.decision is not Decision.SURE:
        return None
    turn = open_topics(moment, understanding.answered, understanding.condition)
    if moment.conversation.form or not _has_number(moment):
        return turn
    return replace(turn, replies=(moment.reply(Text.NUMBER_NOT_KEPT), *turn.replies))


def support_only(moment: Moment) -> Turn | None:
    """A worrying message without a question: the support line says it all, with a way on."""
    if moment.reading.alarm.level is not Level.CONCERN or moment.reading.offered:
        return None
    rows = (buttons.call_row(moment), (moment.button(Text.BUTTON_MENU, buttons.MENU),))
    return moment.turn(moment.reply(Text.AFTER_SUPPORT, rows), misses=0)


def unasked_number(moment: Moment) -> Turn | None:
    """A phone number typed outside the form is not kept; the patient is told how to leave one."""
    if not _has_number(moment):
        return None
    return moment.turn(moment.reply(Text.NUMBER_NOT_KEPT, (buttons.call_row(moment),)))


def _has_number(moment: Moment) -> bool:
    return find(moment.text, moment.parts.country) is not None


def unsure(moment: Moment) -> Turn | None:
    """Two or three buttons, `Did you mean…`; after two misses the call is offered with them.

    A worrying message is not counted among the unanswered questions: nothing of it is kept but the alarm.
    """
    understanding = moment.reading.understanding
    if understanding.decision is not Decision.UNSURE:
        return None
    rows = buttons.topic_rows(moment, understanding.offered)
    misses = moment.conversation.misses
    key = Text.UNSURE if misses < MISSES_BEFORE_OFFER else Text.LOST_AGAIN
    worrying = moment.reading.alarm.level is not Level.NONE
    return moment.turn(
        moment.reply(key, (*rows, buttons.call_row(moment))),
        events=() if worrying else (QuestionUnanswered(moment.language, understanding.decision.value),),
        misses=misses + 1,
    )


def lost(moment: Moment) -> Turn:
    """Nothing fits: menu, phone, call; never a third `I do not have an answer` in a row."""
    misses = moment.conversation.misses
    key = (Text.LOST, Text.LOST_TWICE, Text.LOST_AGAIN)[min(misses, MISSES_BEFORE_OFFER)]
    rows = buttons.menu_rows(moment) if misses == 0 else (buttons.call_row(moment),)
    return moment.turn(
        moment.reply(key, rows),
        events=(QuestionUnanswered(moment.language, Decision.LOST.value),),
        misses=misses + 1,
    )
