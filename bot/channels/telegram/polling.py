"""Polls Telegram for updates, for as long as it is let.

python-telegram-bot's own Updater is not used: it keeps a second queue in memory, and its task ends without a word when
the token is refused once or its queue fails.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.telegram.bots import InboxBot
from bot.channels.telegram.patience import Patience
from bot.channels.telegram.updates import KINDS


class Poller:
    """One poll after the other; `polled_at` (aware UTC) is when the last one returned and was kept."""

    def __init__(self, bot: InboxBot, patience: Patience, now: Callable[[], datetime], poll: timedelta) -> None:
        self._bot, self._patience, self._now, self._poll = bot, patience, now, poll
        self._offset = 0
        self.polled_at: datetime | None = None

    async def run(self) -> None:
        """Poll until cancelled. A webhook is taken away first; pending updates are never dropped."""
        await self._patience.succeed(self._bot.delete_webhook)
        while True:
            await self._patience.succeed(self._poll_once)

    async def _poll_once(self) -> None:
        found = await self._bot.get_updates(offset=self._offset, timeout=self._poll, allowed_updates=KINDS)
        self.polled_at = self._now()
        self._offset = max((update.update_id + 1 for update in found), default=self._offset)
