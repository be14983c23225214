"""Tells Telegram what to show of the bot: the command menu and the descriptions, in every language."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from telegram import BotCommand
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.texts import TelegramTexts
from bot.messages import LANGUAGES, Language

_log = logging.getLogger(__name__)
_DEFAULT: Language = "en"


async def show_profile(bot: ExtBot[None], texts: TelegramTexts) -> None:
    """Set commands and descriptions; what a server refuses is logged, since the bot serves patients without it too."""
    for name, call in _calls(bot, texts):
        try:
            await call()
        except TelegramError as error:
            _log.warning("Telegram does not take the bot's %s: %s", name, type(error).__name__)


def _calls(bot: ExtBot[None], texts: TelegramTexts) -> Iterator[tuple[str, Callable[[], Awaitable[bool]]]]:
    """Each text for its language, and the English one also for every language that the bot does not speak."""
    for code, language in ((None, _DEFAULT), *((it, it) for it in LANGUAGES)):
        which = code or "default"
        menu = [BotCommand(command.name, command.about) for command in texts.commands[language]]
        description, short = texts.description[language], texts.short_description[language]
        yield f"commands ({which})", partial(bot.set_my_commands, menu, language_code=code)
        yield f"description ({which})", partial(bot.set_my_description, description, language_code=code)
        yield f"short description ({which})", partial(bot.set_my_short_description, short, language_code=code)
