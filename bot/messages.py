"""The words that the parts of the house say to each other: plain frozen data, no behaviour of their own.

A channel turns what it receives into an `Incoming`, or a deliberate None, and shows each `Reply`. Nothing here knows
Telegram, a database or a web page.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


class Kind(StrEnum):
    """What a patient did: wrote, tapped a button, shared a contact card, edited, sent a file, or left us."""

    TEXT = "text"
    TAP = "tap"
    CONTACT = "contact"
    EDITED = "edited"
    MEDIA = "media"
    BLOCKED = "blocked"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact card; `own` says that the channel vouches that it is the sender's own number."""

    phone: str
    own: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a channel. `at` is aware UTC; (channel, id) is unique and never seen twice by the engine.

    `text` holds what was typed, a caption, or a command with its slash; `tap` a button's data, which anybody may
    forge; `language_code` what the channel claims of the sender's language (IETF tag), if anything.
    """

    channel: str
    chat: str
    id: str
    at: datetime
    kind: Kind = Kind.TEXT
    text: str = ""
    tap: str = ""
    contact: Contact | None = None
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply. `data` is at most 64 bytes, opaque, and carries no right and no personal data."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One outgoing message: title, text and source line are shown in that order, as plain words, never as markup.

    `contact_button` is the label of a button that shares the patient's own number (such a reply has no other
    buttons); `clears_contact` takes that button away again. `alert` marks a safety reply.
    """

    text: str
    title: str = ""
    source: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    contact_button: str = ""
    clears_contact: bool = False
    alert: bool = False

    @property
    def plain(self) -> str:
        """The whole message as one text, paragraphs apart."""
        return "\n\n".join(part for part in (self.title, self.text, self.source) if part)


class Level(StrEnum):
    """How alarmed the safety screen is: nothing, a support line before the answer, or the safety reply alone."""

    NONE = "none"
    CONCERN = "concern"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Received:
    """An update as a channel got it, to be kept before it is acknowledged. `chat` orders it; `body` is raw bytes."""

    channel: str
    id: str
    chat: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply arrived; `message` is the channel's id of it, if it has one."""

    message: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """A channel asked to wait (flood control) or did not answer: the same reply is carried again after `seconds`."""

    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The patient blocked the bot or is gone: nothing more can be carried to this chat."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The channel will never take this reply; `reason` is for operators and holds no patient's word and no token."""

    reason: str


Outcome = Sent | Later | Unreachable | Refused
Carrier = Callable[[str, Reply], Awaitable[Outcome]]
"""Carries one reply to a chat of one channel."""
KeepReceived = Callable[[Sequence[Received]], Awaitable[None]]
"""Commits updates to the inbox, dropping repeats; raises ChannelUnavailableError when they cannot be kept."""
Translate = Callable[[Received, datetime], Incoming | None]
"""Turns a kept update into an Incoming, or None where nothing is to be said. The time is when it was kept, UTC."""
