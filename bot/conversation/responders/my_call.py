"""/mycall: see, change or withdraw the open call request."""

from bot.conversation import buttons
from bot.conversation.events import CallWithdrawn
from bot.conversation.form import desk
from bot.conversation.form.summary import summary
from bot.conversation.moment import Moment
from bot.conversation.turn import Turn
from bot.knowledge import Text


def show(moment: Moment) -> Turn:
    """The open request in words, with what can be done."""
    if moment.request is None:
        return _none(moment)
    row = (moment.button(Text.BUTTON_CHANGE, buttons.CHANGE), moment.button(Text.BUTTON_WITHDRAW, buttons.WITHDRAW))
    fill = summary(moment, moment.request)
    return moment.turn(moment.reply(Text.MY_CALL, (row,), reference=moment.request.reference, **fill))


def change(moment: Moment) -> Turn:
    """Open the request in the form."""
    return desk.reopen(moment) if moment.request else _none(moment)


def ask_withdraw(moment: Moment) -> Turn:
    """Ask once before withdrawing."""
    if moment.request is None:
        return _none(moment)
    row = (
        moment.button(Text.BUTTON_WITHDRAW, buttons.WITHDRAW_YES),
        moment.button(Text.BUTTON_KEEP, buttons.MY_CALL),
    )
    return moment.turn(moment.reply(Text.WITHDRAW_ASK, (row,), reference=moment.request.reference))


def withdraw(moment: Moment) -> Turn:
    """Withdraw the request; a form that was changing it goes too."""
    if moment.request is None:
        return _none(moment)
    reference = moment.request.reference
    reply = moment.reply(Text.WITHDRAWN, ((moment.button(Text.BUTTON_MENU, buttons.MENU),),), reference=reference)
    return moment.turn(reply, events=(CallWithdrawn(reference),), form=None, awaiting="")


def _none(moment: Moment) -> Turn:
    return moment.turn(moment.reply(Text.MY_CALL_NONE, (buttons.call_row(moment),)))
