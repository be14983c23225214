"""Tests talk: a patient who says, taps and shares, and reads what the bot answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.conversation.engine import Engine
from bot.conversation.events import CallChanged, CallRequested, CallWithdrawn, DataErasureRequested, Event
from bot.conversation.state import CallRequest, Conversation
from bot.conversation.turn import Turn
from bot.messages import Button, Contact, Incoming, Kind, Reply

MONDAY = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
"""Ten in the morning in Los Angeles."""


@dataclass
class Patient:
    """One chat with the pure engine; keeps the conversation and the open request as the store would."""

    engine: Engine
    name: str = "ana"
    language_code: str | None = None
    at: datetime = MONDAY
    conversation: Conversation = field(default_factory=Conversation)
    request: CallRequest | None = None
    replies: Sequence[Reply] = ()
    events: list[Event] = field(default_factory=list)
    sent: int = 0

    def says(self, text: str) -> str:
        """Send words; returns all that the bot answers, as one text."""
        return self.sends(text=text)

    def taps(self, label: str) -> str:
        """Tap the button of the last answer whose label holds `label`."""
        for button in self.buttons:
            if label in button.label:
                return self.sends(kind=Kind.TAP, tap=button.data)
        raise AssertionError(f"no button {label!r} among {[button.label for button in self.buttons]}")

    def forges(self, data: str) -> str:
        """Send button data that no button carried."""
        return self.sends(kind=Kind.TAP, tap=data)

    def shares(self, phone: str, *, own: bool = True) -> str:
        """Share a contact card."""
        return self.sends(kind=Kind.CONTACT, contact=Contact(phone, own))

    def waits(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)

    def sends(self, *, kind: Kind = Kind.TEXT, text: str = "", tap: str = "", contact: Contact | None = None) -> str:
        """Send any message."""
        self.sent += 1
        self.at += timedelta(seconds=5)
        incoming = Incoming(
            "test", self.name, str(self.sent), self.at, kind, text, tap, contact, language_code=self.language_code
        )
        turn = self.engine.take_turn(incoming, self.conversation, self.request)
        self._keep(turn)
        return self.read

    def _keep(self, turn: Turn) -> None:
        self.replies, self.conversation = turn.replies, turn.conversation
        self.events += turn.events
        for event in turn.events:
            if isinstance(event, CallRequested | CallChanged):
                self.request = event.request
            if isinstance(event, CallWithdrawn | DataErasureRequested):
                self.request = None
            if isinstance(event, DataErasureRequested):
                self.conversation = Conversation()

    @property
    def read(self) -> str:
        """All that the bot answered last."""
        return "\n\n".join(reply.plain for reply in self.replies)

    @property
    def buttons(self) -> list[Button]:
        """The buttons of the last answer."""
        return [button for reply in self.replies for row in reply.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        """Their labels."""
        return [button.label for button in self.buttons]

    def asks_for_a_call(self) -> None:
        """Go through the whole form with made-up answers, up to the check screen."""
        self.says("/call")
        self.taps("Yes, go ahead")
        self.says("Ana Lopez")
        self.says("310 555 0123")
        self.taps("as soon as possible")
        self.taps("no voicemail")
