"""/privacy: what is kept, in plain words and exactly; /forget: erase it."""

from dataclasses import replace

from bot.conversation import buttons
from bot.conversation.events import DataErasureRequested
from bot.conversation.form.summary import about, parts, summary
from bot.conversation.moment import Moment
from bot.conversation.state import CallRequest, Conversation
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.messages import Reply


def policy(moment: Moment) -> Turn:
    """The live retention figures, then what is kept about this very chat."""
    closed_days, chat_days = str(moment.parts.closed_days), str(moment.parts.chat_days)
    words = moment.reply(Text.PRIVACY, closed_days=closed_days, chat_days=chat_days)
    rows = ((moment.button(Text.BUTTON_FORGET, buttons.FORGET), moment.button(Text.BUTTON_MENU, buttons.MENU)),)
    return moment.turn(words, Reply("\n\n".join(_kept(moment)), buttons=rows))


def _kept(moment: Moment) -> list[str]:
    consent, form = moment.conversation.consent, moment.conversation.form
    topic = _last_topic(moment)
    kept = [moment.say(Text.KEPT, topic=topic, consent=consent.at.date().isoformat())] if consent else []
    kept = kept or [moment.say(Text.KEPT_NOTHING, topic=topic)]
    kept += [_request(moment, Text.KEPT_REQUEST, request) for request in (moment.request,) if request]
    kept += [_request(moment, Text.KEPT_CLOSED, request) for request in moment.closed]
    if form:
        kept.append(moment.say(Text.KEPT_FORM, parts=parts(moment, form)))
    return kept


def _last_topic(moment: Moment) -> str:
    topic = moment.parts.knowledge.topics.get(moment.conversation.last_topic)
    return topic.title.get(moment.language) if topic else moment.say(Text.TOPIC_NONE)


def _request(moment: Moment, key: Text, request: CallRequest) -> str:
    fill = summary(moment, request)
    return moment.say(key, reference=request.reference, topic=about(moment, request), **fill)


def ask(moment: Moment) -> Turn:
    """Ask once before erasing."""
    row = (
        moment.button(Text.BUTTON_YES_FORGET, buttons.FORGET_YES),
        moment.button(Text.BUTTON_NO, buttons.FORGET_NO),
    )
    return moment.turn(moment.reply(Text.FORGET_ASK, (row,)))


def forget(moment: Moment) -> Turn:
    """Erase everything; also mid-form, also with nothing kept."""
    farewell = replace(moment.reply(Text.FORGOTTEN), clears_contact=True)
    return Turn((farewell,), Conversation(), (DataErasureRequested(),))


def keep(moment: Moment) -> Turn:
    """The patient thought better of it."""
    return moment.turn(moment.reply(Text.FORGET_NOT, buttons.menu_rows(moment)))
