"""Channels: each translates between its own world and bot.messages, and does nothing more."""
