"""Commands, buttons, and topics that are actions: all three lead to the same doors."""

from collections.abc import Callable

from bot.conversation import buttons
from bot.conversation.answers import answer
from bot.conversation.form import desk
from bot.conversation.moment import Moment
from bot.conversation.responders import my_call, privacy
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.messages import LANGUAGES, Button, Kind

Door = Callable[[Moment], Turn]


def welcome(moment: Moment) -> Turn:
    """/start, with the clinic website's `/start schedule` going straight to the call."""
    payload = moment.text.partition(" ")[2].strip().lower()
    if payload == "schedule":
        return desk.start(moment)
    return moment.turn(moment.reply(Text.WELCOME, buttons.menu_rows(moment)), misses=0, last_topic="", awaiting="")


def menu(moment: Moment) -> Turn:
    """What people often ask about, as buttons."""
    return moment.turn(moment.reply(Text.MENU, buttons.menu_rows(moment)), misses=0, last_topic="")


def language(moment: Moment) -> Turn:
    """English or Spanish, by two buttons."""
    row = (Button("English", buttons.LANGUAGE + "en"), Button("Español", buttons.LANGUAGE + "es"))
    return moment.turn(moment.reply(Text.LANGUAGE_ASK, (row,)))


def cancel(moment: Moment) -> Turn:
    """/cancel ends a form; without one there is nothing to cancel."""
    if moment.conversation.form:
        return desk.cancel(moment)
    return moment.turn(moment.reply(Text.NOTHING_TO_CANCEL, buttons.menu_rows(moment)), awaiting="")


COMMANDS: dict[str, Door] = {
    "/start": welcome,
    "/help": menu,
    "/menu": menu,
    "/call": desk.start,
    "/mycall": my_call.show,
    "/language": language,
    "/privacy": privacy.policy,
    "/forget": privacy.ask,
    "/cancel": cancel,
}

TAPS: dict[str, Door] = {
    buttons.MENU: menu,
    buttons.CALL: desk.start,
    buttons.MY_CALL: my_call.show,
    buttons.CHANGE: my_call.change,
    buttons.WITHDRAW: my_call.ask_withdraw,
    buttons.WITHDRAW_YES: my_call.withdraw,
    buttons.FORGET: privacy.ask,
    buttons.FORGET_YES: privacy.forget,
    buttons.FORGET_NO: privacy.keep,
}

ACTIONS: dict[str, Door] = {
    "schedule-call": desk.start,
    "menu": menu,
    "language": language,
    "privacy": privacy.policy,
    "delete-data": privacy.ask,
}
"""Topics that do something; every other topic is an answer."""


def commands(moment: Moment) -> Turn | None:
    """A word with a slash."""
    if moment.incoming.kind is not Kind.TEXT or not moment.text.startswith("/"):
        return None
    door = COMMANDS.get(moment.text.split()[0].partition("@")[0].lower())
    if door:
        return door(moment)
    return moment.turn(moment.reply(Text.UNKNOWN_COMMAND, buttons.menu_rows(moment)))


def taps(moment: Moment) -> Turn | None:
    """A tapped button, whose data anybody may have forged; the form's own buttons belong to the form."""
    tap = moment.incoming.tap
    if moment.incoming.kind is not Kind.TAP or tap.startswith(buttons.FORM):
        return None
    if tap in TAPS:
        return TAPS[tap](moment)
    if tap.startswith(buttons.LANGUAGE) and tap.removeprefix(buttons.LANGUAGE) in LANGUAGES:
        return moment.turn(moment.reply(Text.LANGUAGE_SET, buttons.menu_rows(moment)))
    topic = tap.removeprefix(buttons.TOPIC)
    if tap.startswith(buttons.TOPIC) and topic in moment.parts.knowledge.topics:
        return open_topics(moment, (topic,))
    return old_button(moment)


def old_button(moment: Moment) -> Turn:
    """A stale or forged button: the menu instead."""
    return moment.turn(moment.reply(Text.OLD_BUTTON, buttons.menu_rows(moment)))


def open_topics(moment: Moment, topics: tuple[str, ...], condition: str = "") -> Turn:
    """Answer topics, in a form with its step asked again once; a topic that is an action is done instead."""
    actions = [ACTIONS[topic] for topic in topics if topic in ACTIONS]
    told = [topic for topic in topics if topic not in ACTIONS]
    if moment.conversation.form and (told or actions == [desk.start]):
        return desk.answer_inside(moment, tuple(told), condition)
    if not told:
        return actions[0](moment)
    turn = moment.turn(*answer(moment, told, condition), last_topic=told[-1], misses=0, awaiting="")
    if not actions:
        return turn
    after = actions[0](moment)
    return Turn(turn.replies + after.replies, after.conversation, turn.events + after.events)
