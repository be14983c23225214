"""The web preview of the patient chat: a page in the browser that stands for Telegram."""

from bot.channels.preview.channel import Preview
from bot.channels.preview.routes import preview_routes
from bot.channels.preview.translate import translate

__all__ = ["Preview", "preview_routes", "translate"]
