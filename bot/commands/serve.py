"""`clinic-bot run` and `clinic-bot demo`: the whole bot, until it is told to stop."""

import asyncio
import logging
import socket
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from bot.app import Delivery, open_store, telegram_texts
from bot.building import build_engine, load_knowledge, utc_now
from bot.channels.preview import Preview, preview_routes
from bot.channels.preview import translate as translate_preview
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.translate import translate as translate_telegram
from bot.commands.sign_in import address, invitation
from bot.config import Settings
from bot.console.routes import console_routes
from bot.console.web import web_app
from bot.conversation.engine import Engine
from bot.delivery.sweeper import Sweeper
from bot.errors import DatabaseUnavailableError, SettingsError
from bot.logs import set_up_logging
from bot.messages import Carrier
from bot.serving import Job, Serving, bind
from bot.starting import store_in_time
from bot.storage.lock import RUNNING, only_copy
from bot.storage.store import Store
from bot.watch import Watch

log = logging.getLogger(__name__)


def run(settings: Settings, arguments: Namespace) -> int:
    """Check everything that can be checked first, then serve."""
    token = settings.telegram.token.get_secret_value()
    secret = settings.telegram.webhook_secret.get_secret_value()
    set_up_logging([token, secret], logging.WARNING if arguments.demo else logging.INFO)
    if not token and not arguments.demo:
        raise SettingsError(
            "no Telegram token: set CLINIC_BOT_TELEGRAM__TOKEN in the environment, or try `clinic-bot demo`"
        )
    with bind(settings.web) as listening:
        asyncio.run(_check_keys(settings))
        if arguments.demo:
            print("Reading the knowledge and learning from its phrases; the first start takes longest …", flush=True)
        engine = build_engine(settings, load_knowledge(settings))
        asyncio.run(_serve(settings, engine, listening, demo=arguments.demo))
    return 0


async def _check_keys(settings: Settings) -> None:
    """A missing data key is said before the long learning; a database that is away is waited for after it."""
    with suppress(DatabaseUnavailableError):
        async with open_store(settings):
            pass


async def _serve(settings: Settings, engine: Engine, listening: socket.socket, *, demo: bool) -> None:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(store_in_time(settings, listening))
        replicas = settings.telegram.mode == "webhook"
        await stack.enter_async_context(only_copy(store.database, RUNNING, shared=replicas))
        house = _House(settings, engine, store)
        if settings.web.preview or demo:
            house.add_preview()
        if settings.telegram.token.get_secret_value() and not demo:
            house.add_telegram(await stack.enter_async_context(house.telegram()))
        house.add_staff_pages()
        where = address(settings, listening.getsockname()[1])
        link = await invitation(store, where) if demo else ""
        await house.serving(listening).run(lambda: _say_started(where, link))


@dataclass
class _House:
    """The running bot while it is put together, part by part."""

    settings: Settings
    engine: Engine
    store: Store
    carriers: dict[str, Carrier] = field(default_factory=dict)
    pages: list[BaseRoute] = field(default_factory=list)
    outside: list[BaseRoute] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    poller: TelegramChannel | None = None
    preview: Preview | None = None

    def __post_init__(self) -> None:
        translators = {"telegram": translate_telegram, "preview": translate_preview}
        self.delivery = Delivery.of(self.settings, self.store, self.engine, self.carriers, translators)
        sweeper = Sweeper(self.store, self.settings.retention, utc_now)
        self.jobs += [self.delivery.worker.run, self.delivery.sender.run, sweeper.run]

    def add_preview(self) -> None:
        """The patient chat in the browser."""
        clinic, secure = self.engine.parts.knowledge.clinic, self.settings.web.behind_tls_proxy
        self.preview = Preview(clinic.name, clinic.phone, self.delivery.inbox.keep, secure=secure)
        self.carriers["preview"] = self.preview.carrier
        self.pages += preview_routes(self.preview)

    def telegram(self) -> TelegramChannel:
        """The channel, not yet connected."""
        telegram, texts = self.settings.telegram, telegram_texts(self.engine.parts.knowledge)
        token = telegram.token.get_secret_value()
        return TelegramChannel(token, telegram.api_url, texts, self.delivery.inbox.keep)

    def add_telegram(self, channel: TelegramChannel) -> None:
        """Receive by polling, or by a route and Telegram's agreement to use it."""
        telegram = self.settings.telegram
        self.carriers["telegram"] = channel.carrier
        if telegram.mode == "polling":
            self.poller = channel
            self.jobs.append(lambda: _all(channel.set_up(), channel.run()))
            return
        secret = telegram.webhook_secret.get_secret_value()
        self.outside.append(channel.webhook_route(secret))
        self.jobs.append(
            lambda: _all(channel.set_up(), channel.open_webhook(telegram.webhook_url, secret), _for_ever())
        )

    def add_staff_pages(self) -> None:
        """The console."""
        zone, secure = ZoneInfo(self.settings.clinic.time_zone), self.settings.web.behind_tls_proxy
        name = self.engine.parts.knowledge.clinic.name
        self.pages += console_routes(self.store, name, zone, utc_now, secure=secure)

    def serving(self, listening: socket.socket) -> Serving:
        """Everything that runs side by side."""
        watch = Watch(self.store, lambda: self.delivery.worker.last_turn, utc_now, utc_now(), self.poller)
        app = web_app(self.pages, [*self.outside, *watch.routes()])
        return Serving(app, listening, self.jobs, [self.preview.close] if self.preview else [])


async def _all(*parts: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*parts)


async def _for_ever() -> None:
    await asyncio.Event().wait()


def _say_started(where: str, link: str) -> None:
    if not link:
        log.info("started")
        return
    print(
        f"""
clinic-bot is running on this machine. What it keeps is in var/.

  Patient chat   {where}/
  Staff page     {link}
                 (this sign-in works once, for 15 minutes; `clinic-bot sign-in` makes another)

Ctrl-C stops it.""",
        flush=True,
    )
