"""The Telegram channel: the only part of the house that knows python-telegram-bot."""
