"""The Telegram channel as the composition root sees it: one object that receives, carries and tells how it is."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from starlette.routing import Route

from bot.channels.telegram.bots import InboxBot, QuietBot
from bot.channels.telegram.carrier import TelegramCarrier
from bot.channels.telegram.courtesies import Courtesies
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.patience import Patience, Pause
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.profile import show_profile
from bot.channels.telegram.texts import TelegramTexts
from bot.channels.telegram.transport import AiohttpRequest
from bot.channels.telegram.updates import KINDS
from bot.channels.telegram.webhook import valid_secret, webhook_route
from bot.errors import SettingsError
from bot.messages import Carrier, KeepReceived

_CONNECTIONS = 64


@dataclass(frozen=True, slots=True)
class Health:
    """When the last poll returned (aware UTC; None before the first, and with a webhook), and the present trouble.

    A healthy poller returns at least every `poll`; a watchdog should bark after three times that.
    """

    polled_at: datetime | None
    trouble: str
    poll: timedelta


def bot_id(token: str) -> str:
    """The public half of a bot token.

    Raises:
        SettingsError: `token` is no bot token; it is not repeated.
    """
    found = re.fullmatch(r"(\d+):[\w-]+", token)
    if found is None:
        raise SettingsError(
            "environment: CLINIC_BOT_TELEGRAM__TOKEN: is no bot token; copy the whole of what @BotFather shows, "
            "digits, a colon and letters"
        )
    return found[1]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramChannel:
    """Receives by polling (`run`) or by webhook (`webhook_route` and `open_webhook`); replies go through `carrier`.

    Use it as an async context manager, which opens and closes its connections; it needs no Telegram to start.
    `api_url` is python-telegram-bot's base_url: the token is appended to it. A `token` that is none raises
    SettingsError.
    """

    def __init__(  # noqa: PLR0913 - the last three have defaults that only tests change
        self,
        token: str,
        api_url: str,
        texts: TelegramTexts,
        keep: KeepReceived,
        *,
        poll: timedelta = timedelta(seconds=30),
        now: Callable[[], datetime] = _utc_now,
        pause: Pause = asyncio.sleep,
    ) -> None:
        bot = bot_id(token)
        self._texts, self._poll = texts, poll
        self._requests = (AiohttpRequest(_CONNECTIONS), AiohttpRequest(1))
        self._bot = QuietBot(token, base_url=api_url, request=self._requests[0])
        self._courtesies = Courtesies(self._bot, texts.group)
        self._intake = Intake(bot, keep, self._courtesies.after)
        self._patience, self._silent_patience = Patience(pause), Patience(pause, silent=True)
        inbox_bot = InboxBot(token, api_url, *self._requests, self._intake.take)
        self._poller = Poller(inbox_bot, self._patience, now, poll)
        self.carrier: Carrier = TelegramCarrier(self._bot)

    async def __aenter__(self) -> Self:
        for request in self._requests:
            await request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._courtesies.close()
        for request in self._requests:
            await request.shutdown()

    @property
    def health(self) -> Health:
        """How receiving goes right now."""
        return Health(self._poller.polled_at, self._patience.trouble, self._poll)

    async def run(self) -> None:
        """Poll until cancelled; Telegram being away is waited out. To be cancelled at any moment: nothing is lost."""
        await self._poller.run()

    async def set_up(self) -> None:
        """Show commands and descriptions as soon as Telegram answers; what it refuses is logged, never raised."""
        await self._silent_patience.succeed(self._bot.get_me)
        await show_profile(self._bot, self._texts)

    def webhook_route(self, secret: str) -> Route:
        """The route for the web server to mount in webhook mode.

        Raises:
            SettingsError: the secret is none that Telegram could send.
        """
        return webhook_route(secret, self._intake.take)

    async def open_webhook(self, url: str, secret: str) -> None:
        """Ask Telegram to post updates to `url`, an https address ending in `webhook.PATH`, until it agrees.

        Raises:
            SettingsError: the secret is none that Telegram could send.
        """
        token = valid_secret(secret)
        await self._patience.succeed(lambda: self._bot.set_webhook(url, secret_token=token, allowed_updates=KINDS))
