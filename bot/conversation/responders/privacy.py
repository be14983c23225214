"""/privacy: what is kept, in plain words and exactly; /forget: erase it."""

from dataclasses import replace

from bot.conversation import buttons
from bot.conversation.events import DataErasureRequested
from bot.conversation.form.summary import summary
from bot.conversation.moment import Moment
from bot.conversation.state import Conversation
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.messages import Reply


def policy(moment: Moment) -> Turn:
    """The live retention figures, then what is kept about this very chat."""
    parts = moment.parts
    words = moment.reply(Text.PRIVACY, closed_days=str(parts.closed_days), chat_days=str(parts.chat_days))
    rows = ((moment.button(Text.BUTTON_FORGET, buttons.FORGET), moment.button(Text.BUTTON_MENU, buttons.MENU)),)
    return moment.turn(words, Reply("\n\n".join(_kept(moment)), buttons=rows))


def _kept(moment: Moment) -> list[str]:
    consent = moment.conversation.consent
    kept = [moment.say(Text.KEPT, consent=consent.at.date().isoformat())] if consent else []
    kept = kept or [moment.say(Text.KEPT_NOTHING)]
    if moment.request:
        fill = summary(moment, moment.request)
        kept.append(moment.say(Text.KEPT_REQUEST, reference=moment.request.reference, **fill))
    if moment.conversation.form:
        kept.append(moment.say(Text.KEPT_FORM))
    return kept


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
