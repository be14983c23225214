"""Keeps all that follows from turns, in the transaction that it is handed."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.conversation.events import CallRequested, DataErasureRequested
from bot.conversation.state import Conversation
from bot.conversation.turn import Turn
from bot.delivery.apply import Occasion, apply
from bot.delivery.think import Taken, Thinker
from bot.storage.chats import Chat
from bot.storage.ledger import Count
from bot.storage.outbox import Letter
from bot.storage.store import Store, Transaction


async def record(tx: Transaction, store: Store, thinker: Thinker, taken: Sequence[Taken], now: datetime) -> None:
    """Mark the updates done, apply their events, save the conversations and post the replies.

    An update that is done already is passed over: its turn has been kept before.
    """
    seqs = await store.inbox.finish(tx, [item.line.head.seq for item in taken], now)
    counts: Counter[Count] = Counter()
    conversations: dict[Chat, Conversation] = {}
    letters = []
    for item in taken:
        if item.line.head.seq not in seqs or (turn := await _settled_turn(tx, store, thinker, item)) is None:
            continue
        occasion = Occasion(tx, store, item.line.chat, now, counts)
        for event in turn.events:
            await apply(occasion, event)
        if not has_erasure(turn):
            conversations[item.line.chat] = turn.conversation
        letters.append(Letter(item.line.head.seq, item.line.chat, turn.replies))
    await store.conversations.save(tx, conversations, now)
    await store.outbox.post(tx, letters, now)
    await store.counts.add(tx, counts)


def has_erasure(turn: Turn | None) -> bool:
    """Whether the patient asked to be forgotten in this turn."""
    return turn is not None and any(isinstance(event, DataErasureRequested) for event in turn.events)


async def _settled_turn(tx: Transaction, store: Store, thinker: Thinker, taken: Taken) -> Turn | None:
    """The turn, taken again under another message id for as long as its new reference belongs to somebody else."""
    turn, incoming, again = taken.turn, taken.incoming, 0
    while turn and incoming and await _is_taken(tx, store, turn):
        again += 1
        renamed = replace(incoming, id=f"{incoming.id}~{again}")
        turn = await asyncio.to_thread(thinker.again, taken.line, renamed)
    return turn


async def _is_taken(tx: Transaction, store: Store, turn: Turn) -> bool:
    new = [event.request.reference for event in turn.events if isinstance(event, CallRequested)]
    return bool(new) and await store.left.taken(tx, new[0])
