"""The Telegram channel: the only part of the house that knows python-telegram-bot."""

from bot.channels.telegram.channel import Health, TelegramChannel
from bot.channels.telegram.texts import Command, TelegramTexts
from bot.channels.telegram.translate import translate

__all__ = ["Command", "Health", "TelegramChannel", "TelegramTexts", "translate"]
