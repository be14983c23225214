"""A message in danger: the fixed safety reply alone, then one closed question. It wins over everything."""

from dataclasses import replace

from bot.conversation import buttons
from bot.conversation.events import SafetyRaised
from bot.conversation.moment import Moment
from bot.conversation.turn import Turn
from bot.conversation.words import is_word
from bot.knowledge import Text, Word
from bot.messages import Level, Reply

ASKED = "safe?"


def danger(moment: Moment) -> Turn | None:
    """The safety reply for an urgent message, and what follows the answer to its question."""
    if moment.reading.alarm.level is Level.URGENT:
        return _urgent(moment)
    if moment.incoming.tap == buttons.SAFE_YES or _typed(moment, Word.YES):
        return _safe(moment)
    if moment.incoming.tap == buttons.SAFE_NO or _typed(moment, Word.NO):
        return _not_safe(moment)
    return None


def _typed(moment: Moment, word: Word) -> bool:
    return moment.conversation.awaiting == ASKED and is_word(moment.parts.knowledge.texts, word, moment.text)


def _urgent(moment: Moment) -> Turn:
    alarm, safety = moment.reading.alarm, moment.parts.knowledge.safety
    fill = moment.parts.knowledge.texts.fill
    question = (
        moment.button(Text.BUTTON_SAFE, buttons.SAFE_YES),
        moment.button(Text.BUTTON_NOT_SAFE, buttons.SAFE_NO),
    )
    return moment.turn(
        Reply(fill(safety.replies[alarm.reply or "crisis"].get(moment.language), moment.language), alert=True),
        Reply(safety.safe.ask.get(moment.language), buttons=(question,), alert=True),
        events=(SafetyRaised(alarm.topic, alarm.level),),
        awaiting=ASKED,
        misses=0,
        last_topic="",
    )


def _safe(moment: Moment) -> Turn:
    """The form underneath is offered again, never pushed."""
    safety, fill = moment.parts.knowledge.safety, moment.parts.knowledge.texts.fill
    going_on = (moment.button(Text.BUTTON_CONTINUE, buttons.FORM + "resume"),) if moment.conversation.form else ()
    rows = tuple(row for row in (going_on, (moment.button(Text.BUTTON_MENU, buttons.MENU),)) if row)
    reply = Reply(fill(safety.safe.yes.get(moment.language), moment.language), buttons=rows, alert=True)
    return moment.turn(reply, awaiting="")


def _not_safe(moment: Moment) -> Turn:
    safety, fill = moment.parts.knowledge.safety, moment.parts.knowledge.texts.fill
    reply = Reply(
        fill(safety.safe.no.get(moment.language), moment.language),
        buttons=((moment.button(Text.BUTTON_SAFE, buttons.SAFE_YES),),),
        alert=True,
    )
    return moment.turn(reply, awaiting=ASKED)


def with_support(moment: Moment, turn: Turn) -> Turn:
    """At concern: a short support line first, then the answer, if there is one."""
    alarm = moment.reading.alarm
    if alarm.level is not Level.CONCERN or not turn.replies:
        return turn
    safety = moment.parts.knowledge.safety
    fill = moment.parts.knowledge.texts.fill
    line = fill(safety.support_line.get(moment.language), moment.language)
    raised = SafetyRaised(alarm.topic, alarm.level)
    return replace(turn, replies=(Reply(line, alert=True), *turn.replies), events=(*turn.events, raised))
