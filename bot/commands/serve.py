"""`clinic-bot run` and `clinic-bot demo`: the whole bot, until it is told to stop."""

import asyncio
import logging
import socket
from argparse import Namespace
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from bot.app import Delivery, build_engine, load_knowledge, open_store, telegram_texts, utc_now
from bot.channels.preview.channel import Preview
from bot.channels.preview.routes import preview_routes
from bot.channels.preview.translate import translate as translate_preview
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram import translate as translate_telegram
from bot.commands.sign_in import invitation
from bot.config import Settings
from bot.console.routes import console_routes
from bot.console.web import web_app
from bot.conversation.engine import Engine
from bot.errors import SettingsError
from bot.logs import set_up_logging
from bot.messages import Carrier
from bot.serving import Job, Serving, bind

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
        engine = build_engine(settings, load_knowledge(settings))
        asyncio.run(_serve(settings, engine, listening, demo=arguments.demo))
    return 0


async def _serve(settings: Settings, engine: Engine, listening: socket.socket, *, demo: bool) -> None:
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings))
        carriers: dict[str, Carrier] = {}
        translators = {"telegram": translate_telegram, "preview": translate_preview}
        delivery = Delivery.of(settings, store, engine, carriers, translators)
        jobs: list[Job] = [delivery.worker.run, delivery.sender.run]
        clinic, secure = engine.parts.knowledge.clinic, settings.web.behind_tls_proxy
        pages: list[BaseRoute] = [
            *console_routes(store, clinic.name, ZoneInfo(settings.clinic.time_zone), utc_now, secure=secure)
        ]
        outside: list[BaseRoute] = []
        preview = Preview(clinic.name, clinic.phone, delivery.inbox.keep, secure=secure)
        if settings.web.preview or demo:
            carriers["preview"] = preview.carrier
            pages += preview_routes(preview)
        if settings.telegram.token.get_secret_value() and not demo:
            channel = await stack.enter_async_context(_telegram(settings, engine, delivery))
            carriers["telegram"] = channel.carrier
            jobs.append(_listening(settings, channel, outside))
        serving = Serving(web_app(pages, outside), listening, jobs, [preview.close])
        link = await invitation(store, _address(settings, listening)) if demo else ""
        await serving.run(lambda: _say_started(_address(settings, listening), link))


def _telegram(settings: Settings, engine: Engine, delivery: Delivery) -> TelegramChannel:
    telegram = settings.telegram
    texts = telegram_texts(engine.parts.knowledge)
    return TelegramChannel(telegram.token.get_secret_value(), telegram.api_url, texts, delivery.inbox.keep)


def _listening(settings: Settings, channel: TelegramChannel, outside: list[BaseRoute]) -> Job:
    """The job that receives from Telegram: polling, or a route and Telegram's agreement to use it."""
    telegram = settings.telegram
    if telegram.mode == "polling":
        return lambda: _both(channel.set_up(), channel.run())
    secret = telegram.webhook_secret.get_secret_value()
    outside.append(channel.webhook_route(secret))
    return lambda: _both(channel.set_up(), channel.open_webhook(telegram.webhook_url, secret), _for_ever())


async def _both(*parts: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*parts)


async def _for_ever() -> None:
    await asyncio.Event().wait()


def _address(settings: Settings, listening: socket.socket) -> str:
    host = settings.web.host
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def _say_started(address: str, link: str) -> None:
    if not link:
        log.info("started")
        return
    print(
        f"""
clinic-bot is running on this machine. What it keeps is in var/.

  Patient chat   {address}/
  Staff page     {link}
                 (this sign-in works once, for 15 minutes; `clinic-bot sign-in` makes another)

Ctrl-C stops it.""",
        flush=True,
    )
