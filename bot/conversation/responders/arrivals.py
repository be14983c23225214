"""Messages that are no words: a blocked or returned chat, an edit, a photo, a stray contact card; and floods."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation import buttons
from bot.conversation.events import PatientUnreachable
from bot.conversation.moment import Moment
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.messages import Kind

MINUTE = timedelta(minutes=1)
ALBUM = timedelta(seconds=3)
"""The pictures of an album arrive as messages of their own; the first one is answered."""


def reachability(moment: Moment) -> Turn | None:
    """The patient blocked the bot, or came back: nothing is said, the front desk sees `phone only`."""
    if moment.incoming.kind not in {Kind.BLOCKED, Kind.RETURNED}:
        return None
    return moment.turn(events=(PatientUnreachable(reachable=moment.incoming.kind is Kind.RETURNED),))


def flood(moment: Moment) -> Turn | None:
    """One polite line to a chat that writes too fast, then silence until its minute is over."""
    started, count = moment.conversation.minute, moment.conversation.in_minute
    if started is None or moment.incoming.at - started >= MINUTE:
        return None
    if count < moment.parts.messages_a_minute:
        return None
    replies = [moment.reply(Text.SLOW_DOWN)] if count == moment.parts.messages_a_minute else []
    return moment.turn(*replies)


def counted(moment: Moment, turn: Turn) -> Turn:
    """The turn with this message counted into the chat's minute."""
    started, count = moment.conversation.minute, moment.conversation.in_minute
    if started is None or moment.incoming.at - started >= MINUTE:
        started, count = moment.incoming.at, 0
    return replace(turn, conversation=replace(turn.conversation, minute=started, in_minute=count + 1))


def edited(moment: Moment) -> Turn | None:
    """An edit is looked at for danger (that comes first), and otherwise not answered anew."""
    return moment.turn(moment.reply(Text.EDITED)) if moment.incoming.kind is Kind.EDITED else None


def media(moment: Moment) -> Turn | None:
    """Photos, voice and the like are not looked at; a caption is answered as text would be."""
    if moment.incoming.kind is not Kind.MEDIA or moment.text:
        return None
    last = moment.conversation.media_at
    same_album = last is not None and moment.incoming.at - last < ALBUM
    replies = [] if same_album else [moment.reply(Text.MEDIA, ((moment.button(Text.BUTTON_MENU, buttons.MENU),),))]
    return moment.turn(*replies, media_at=moment.incoming.at)


def stray_contact(moment: Moment) -> Turn | None:
    """A contact card that nobody asked for is not kept."""
    if moment.incoming.kind is not Kind.CONTACT:
        return None
    return moment.turn(replace(moment.reply(Text.NUMBER_NOT_KEPT, (buttons.call_row(moment),)), clears_contact=True))
