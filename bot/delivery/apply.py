"""What each event of a turn changes, one function an event, all in the turn's own transaction."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import events
from bot.storage.chats import Chat
from bot.storage.ledger import AuditLine, Count
from bot.storage.store import Store, Transaction

PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when events happened; `counts` gathers what is only counted. `now` is aware UTC."""

    tx: Transaction
    store: Store
    chat: Chat
    now: datetime
    counts: Counter[Count]

    async def audit(self, action: str, reference: str = "") -> None:
        """Leave an audit line in the patient's name, which is no name."""
        await self.store.audit.add(self.tx, AuditLine(self.now, PATIENT, action, reference))

    def count(self, kind: str, name: str, detail: str = "") -> None:
        """Count something for today."""
        self.counts[Count(self.now.date().isoformat(), kind, name, detail)] += 1


async def apply(at: Occasion, event: events.Event) -> None:
    """Apply one event."""
    match event:
        case events.CallRequested():
            await call_requested(at, event)
        case events.CallChanged():
            await call_changed(at, event)
        case events.CallWithdrawn():
            await call_withdrawn(at, event)
        case events.DataErasureRequested():
            await data_erasure_requested(at)
        case events.PatientUnreachable():
            await patient_unreachable(at, event)
        case events.QuestionUnanswered():
            at.count("unanswered", event.decision, event.language)
        case events.SafetyRaised():
            at.count("safety", event.topic, event.level)


async def call_requested(at: Occasion, event: events.CallRequested) -> None:
    """A new request for the front desk."""
    await at.store.left.add(at.tx, at.chat, event.request, at.now)
    await at.audit("requested", event.request.reference)


async def call_changed(at: Occasion, event: events.CallChanged) -> None:
    """The request as the patient wants it now."""
    await at.store.left.change(at.tx, at.chat, event.request, at.now)
    await at.audit("changed", event.request.reference)


async def call_withdrawn(at: Occasion, event: events.CallWithdrawn) -> None:
    """Nobody calls any more."""
    if await at.store.left.withdraw(at.tx, at.chat.key, event.reference, at.now):
        await at.audit("withdrawn", event.reference)


async def data_erasure_requested(at: Occasion) -> None:
    """Nothing of the chat stays but one audit line for each request, or one without a reference.

    Messages that wait came after the wish to be forgotten; they are answered, and emptied by that.
    """
    references = await at.store.left.erase(at.tx, at.chat.key)
    await at.store.conversations.erase(at.tx, at.chat.key)
    await at.store.outbox.drop(at.tx, at.chat.key)
    for reference in references or [""]:
        await at.audit("erased", reference)


async def patient_unreachable(at: Occasion, event: events.PatientUnreachable) -> None:
    """A patient who blocked the bot can only be phoned; what waits for that chat is dropped."""
    await at.store.left.set_reachable(at.tx, at.chat.key, reachable=event.reachable)
    if not event.reachable:
        await at.store.outbox.drop(at.tx, at.chat.key)
