"""The preview's pages and paths: `/` and everything under `/preview`."""

from starlette.routing import BaseRoute

from bot.channels.preview.channel import Preview


def preview_routes(preview: Preview) -> list[BaseRoute]:
    """The routes of the preview, to be handed to `web_app` as pages."""
    raise NotImplementedError
