"""Made-up patients and an engine small enough to read at a glance: what the flow's tests talk with."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.conversation import events
from bot.conversation.state import CallRequest, Consent, Conversation, Window
from bot.conversation.turn import Turn
from bot.messages import Incoming, Language, Received, Reply

NOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
NAME, PHONE, WORDS = "Marisol Quintero", "+13105550142", "zanzibar is what I wrote"


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time that it shows."""
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def call_request(reference: str = "K7Q2", name: str = NAME, phone: str = PHONE) -> CallRequest:
    """What a patient leaves."""
    consent = Consent("1", NOON, "en")
    return CallRequest(
        reference, name, phone, Window(asap=True), voicemail=True, name_clinic=False, language="en", consent=consent
    )


def said(text: str, number: int, chat: str = "chat-1", channel: str = "test") -> Received:
    """An update of the test channel: its body is the text."""
    return Received(channel, f"{number}", chat, text.encode())


def translate(received: Received, at: datetime) -> Incoming | None:
    """The test channel's translator; a body of nothing is an update that needs no answer."""
    if not received.body:
        return None
    return Incoming(received.channel, received.chat, received.id, at, text=received.body.decode())


def apologise(language: Language | None) -> Reply:
    """What a patient reads when the bot cannot read them."""
    return Reply("Perdón." if language == "es" else "Sorry, please phone us.")


def echo(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
    """Answers with what was said and how many messages came before; a few words make something happen."""
    now = Conversation(language="en", misses=conversation.misses + 1, last_topic=incoming.text[:40])
    happened = HAPPENINGS.get(incoming.text.split(" ", maxsplit=1)[0], _nothing)(incoming, request)
    if incoming.text.startswith("break"):
        raise ValueError(f"cannot take {incoming.text}")
    return Turn((Reply(f"{conversation.misses}: {incoming.text}"),), now, happened)


def _nothing(_: Incoming, __: CallRequest | None) -> tuple[events.Event, ...]:
    return ()


def _call(incoming: Incoming, request: CallRequest | None) -> tuple[events.Event, ...]:
    if request:
        return (events.CallChanged(call_request(request.reference, name=incoming.text)),)
    return (events.CallRequested(call_request(f"R{incoming.id}")),)


def _withdraw(_: Incoming, request: CallRequest | None) -> tuple[events.Event, ...]:
    return (events.CallWithdrawn(request.reference),) if request else ()


HAPPENINGS: dict[str, Callable[[Incoming, CallRequest | None], tuple[events.Event, ...]]] = {
    "call": _call,
    "withdraw": _withdraw,
    "forget": lambda *_: (events.DataErasureRequested(),),
    "blocked": lambda *_: (events.PatientUnreachable(reachable=False),),
    "back": lambda *_: (events.PatientUnreachable(reachable=True),),
    "what": lambda *_: (events.QuestionUnanswered("en", "lost"),),
}
