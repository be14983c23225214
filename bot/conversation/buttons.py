"""Buttons under replies: their data is short and opaque, and checked when it comes back, for anybody can forge it."""

from collections.abc import Sequence

from bot.conversation.moment import Moment, Rows
from bot.knowledge import Text
from bot.messages import Button

TOPIC = "t:"
FORM = "f:"
CALL = "call"
MENU = "menu"
MY_CALL = "my"
CHANGE = "my:change"
WITHDRAW = "my:withdraw"
WITHDRAW_YES = "my:withdraw:yes"
FORGET = "forget"
FORGET_YES = "forget:yes"
FORGET_NO = "forget:no"
LANGUAGE = "l:"
SAFE_YES = "safe:yes"
SAFE_NO = "safe:no"


def topic_button(moment: Moment, topic: str) -> Button:
    """A button that asks for a topic."""
    return Button(moment.parts.knowledge.topics[topic].title.get(moment.language), TOPIC + topic)


def topic_rows(moment: Moment, topics: Sequence[str]) -> Rows:
    """One row a topic, known ones only, each once."""
    known = [topic for topic in dict.fromkeys(topics) if topic in moment.parts.knowledge.topics]
    return tuple((topic_button(moment, topic),) for topic in known)


def call_row(moment: Moment) -> tuple[Button, ...]:
    """`Schedule a call`, or the open request where there is one."""
    if moment.request:
        return (moment.button(Text.BUTTON_MY_CALL, MY_CALL),)
    return (moment.button(Text.BUTTON_CALL, CALL),)


def menu_rows(moment: Moment) -> Rows:
    """The menu: its topics two in a row, then the call."""
    buttons = [row[0] for row in topic_rows(moment, moment.parts.knowledge.texts.menu)]
    pairs = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return (*pairs, call_row(moment))
