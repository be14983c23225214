"""What each outcome of carrying a reply changes."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import Later, Outcome, Refused, Sent, Unreachable
from bot.storage.outbox import Outgoing
from bot.storage.store import Store, Transaction

LONGEST_WAIT = 60.0
GIVEN_UP = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Carried:
    """A reply and what became of it."""

    outgoing: Outgoing
    outcome: Outcome


async def settle(tx: Transaction, store: Store, carried: Sequence[Carried], now: datetime) -> None:
    """Note what became of replies."""
    await store.outbox.carried(tx, [item.outgoing.seq for item in carried if isinstance(item.outcome, Sent)])
    for item in carried:
        await _settle(tx, store, item.outgoing, item.outcome, now)


async def _settle(tx: Transaction, store: Store, outgoing: Outgoing, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent():
            return
        case Later():
            await _later(tx, store, outgoing, outcome, now)
        case Unreachable():
            await store.outbox.drop(tx, outgoing.chat.key)
            await store.left.set_reachable(tx, outgoing.chat.key, reachable=False)
        case Refused():
            await _give_up(tx, store, outgoing, outcome.reason)


async def _later(tx: Transaction, store: Store, outgoing: Outgoing, outcome: Later, now: datetime) -> None:
    """As long as the channel asked for; else twice as long each time. After a day the answer helps nobody."""
    if now - outgoing.created > GIVEN_UP:
        await _give_up(tx, store, outgoing, f"not carried for a day: {outcome.reason}")
        return
    seconds = outcome.seconds or min(0.5 * 2.0 ** min(outgoing.tries, 10), LONGEST_WAIT)
    await store.outbox.postpone(tx, outgoing.seq, now + timedelta(seconds=seconds))
    log.warning("a reply waits", extra={"outbox": outgoing.seq, "seconds": seconds, "reason": outcome.reason})


async def _give_up(tx: Transaction, store: Store, outgoing: Outgoing, reason: str) -> None:
    await store.outbox.set_aside(tx, outgoing.seq, reason)
    log.error("a reply was given up", extra={"outbox": outgoing.seq, "reason": reason})
