"""The two python-telegram-bot bots of the channel: one that sends, one whose updates are safe before they count."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.channels.telegram import updates
from bot.channels.telegram.intake import Take


class QuietBot(ExtBot[None]):
    """A bot that does not show its token when an error report prints it."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}[token=hidden]"


class InboxBot(QuietBot):
    """A bot that keeps every batch before it returns it, and so before the offset can move past it.

    python-telegram-bot itself parses a batch as a whole: one update that it cannot parse deafens the bot for good.
    """

    def __init__(self, token: str, api_url: str, request: BaseRequest, polling: BaseRequest, take: Take) -> None:
        super().__init__(token, base_url=api_url, request=request, get_updates_request=polling)
        self._take = take

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | timedelta | None = None,  # noqa: ASYNC109 - python-telegram-bot's name
        allowed_updates: Sequence[str] | None = None,
        **options: Any,  # noqa: ANN401 - python-telegram-bot's time-outs
    ) -> tuple[Update, ...]:
        """Poll and keep; the updates returned hold their ids alone, as the rest is in the inbox.

        Raises:
            TelegramError: Telegram does not answer, or with something else than updates.
            Exception: what `Take` raised; the same updates come again with the next poll.
        """
        seconds = timeout.total_seconds() if isinstance(timeout, timedelta) else timeout or 0
        fields = {"offset": offset, "limit": limit, "timeout": int(seconds), "allowed_updates": allowed_updates}
        patience = (self._request[0].read_timeout or 0) + seconds
        found = await self._post("getUpdates", fields, **{"read_timeout": patience, **options})
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return await self._kept(found)

    async def _kept(self, found: list[Any]) -> tuple[Update, ...]:
        await self._take([updates.dump(update) for update in found])
        numbers = [updates.number(update, "update_id") for update in found if isinstance(update, dict)]
        known = tuple(Update(number) for number in numbers if number is not None)
        if found and not known:
            raise TelegramError("Updates without ids")
        return known
