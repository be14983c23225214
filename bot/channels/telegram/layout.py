"""Lays a `Reply` out as Telegram messages: bold title, text, italic source, split where it must be, buttons last.

What is bold is said by entities, never by markup, so no word of a patient can become markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.telegram.splitting import spans, units
from bot.channels.telegram.updates import sound
from bot.messages import Reply

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Styled:
    """A piece of a text in one style: MessageEntity.BOLD, MessageEntity.ITALIC, or "" for plain."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as Telegram takes it; the entities' offsets and lengths are UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: Keyboard | None = None


def lay_out(reply: Reply) -> list[Message]:
    """The messages that show a reply, in order; none for a reply without a visible character."""
    if reply.clears_contact and reply.buttons:
        return _cleared_first(reply)
    messages = list(_messages(reply))
    return [*messages[:-1], *(replace(last, keyboard=keyboard(reply)) for last in messages[-1:])]


def keyboard(reply: Reply) -> Keyboard | None:
    """What Telegram shows below a reply, if anything. The contact button hides itself once it is used."""
    if reply.contact_button:
        button = KeyboardButton(reply.contact_button, request_contact=True)
        return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)
    if reply.buttons:
        rows = [[InlineKeyboardButton(it.label, callback_data=it.data) for it in row] for row in reply.buttons]
        return InlineKeyboardMarkup(rows)
    return ReplyKeyboardRemove() if reply.clears_contact else None


def _cleared_first(reply: Reply) -> list[Message]:
    """A message has one keyboard, so the first paragraph takes the contact button away and the rest has the buttons.

    A single paragraph keeps its buttons; the contact button then stays folded away until the next reply.
    """
    first, gap, rest = reply.text.strip().partition(_GAP)
    if not gap:
        return lay_out(replace(reply, clears_contact=False))
    head = replace(reply, text=first, source="", buttons=())
    return lay_out(head) + lay_out(replace(reply, title="", text=rest, clears_contact=False))


def _messages(reply: Reply) -> Iterator[Message]:
    pieces = [
        Styled(sound(reply.title).strip(), MessageEntity.BOLD),
        Styled(sound(reply.text).strip()),
        Styled(sound(reply.source).strip(), MessageEntity.ITALIC),
    ]
    pieces = [piece for piece in pieces if piece.text]
    text = _GAP.join(piece.text for piece in pieces)
    for start, end in spans(text):
        yield Message(text[start:end], tuple(_entities(pieces, text, start, end)))


def _entities(pieces: list[Styled], text: str, start: int, end: int) -> Iterator[MessageEntity]:
    """The styles of the pieces that show in text[start:end], counted from `start`."""
    begins = accumulate((len(piece.text) + len(_GAP) for piece in pieces), initial=0)
    for piece, begin in zip(pieces, begins, strict=False):
        first, last = max(begin, start), min(begin + len(piece.text), end)
        if piece.style and first < last:
            yield MessageEntity(piece.style, units(text[start:first]), units(text[first:last]))
