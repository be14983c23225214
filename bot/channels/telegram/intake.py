"""Keeps updates before Telegram is told that they arrived: the one way in for polling and webhook alike."""

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.channels.telegram import updates
from bot.channels.telegram.updates import KINDS, Json
from bot.messages import KeepReceived, Received

CHANNEL = "telegram"
Take = Callable[[Sequence[bytes]], Awaitable[None]]
"""Keeps raw updates; raises whatever `KeepReceived` raises, and nothing may be acknowledged then."""
_log = logging.getLogger(__name__)


class Intake:
    """Commits updates to the inbox in the order given, then tells `after_keeping` of each.

    What is said in groups is nobody's business here and is not kept. Update ids start anew with a new bot, so the id
    of an update is "<bot id>:<update id>".
    """

    def __init__(self, bot: str, keep: KeepReceived, after_keeping: Callable[[Json], None]) -> None:
        self._bot, self._keep, self._after_keeping = bot, keep, after_keeping

    async def take(self, bodies: Sequence[bytes]) -> None:
        """Keep raw updates: a `Take`."""
        read = [(updates.parse(body), body) for body in bodies]
        kept = [self._received(update, body) for update, body in read if _is_for_us(update)]
        if kept:
            await self._keep(kept)
        for update, _ in read:
            self._after_keeping(update)

    def _received(self, update: Json, body: bytes) -> Received:
        identity = _identity(update, body)
        chat = updates.private_chat(update)
        if not chat:
            _log.error("update %s cannot be read: it is kept as it came, and nobody is answered", identity)
        return Received(CHANNEL, f"{self._bot}:{identity}", chat, body)


def _is_for_us(update: Json) -> bool:
    """Whether to keep an update: one from a patient's own chat, or one that should be but cannot be read."""
    if updates.shared_chat(update) is not None:
        return False
    return updates.number(update, "update_id") is None or any(kind in update for kind in KINDS)


def _identity(update: Json, body: bytes) -> str:
    number = updates.number(update, "update_id")
    return str(number) if number is not None else f"unreadable-{hashlib.sha256(body).hexdigest()[:16]}"
