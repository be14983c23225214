"""The preview's pages and paths: `/` and everything under `/preview`."""

import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.preview.channel import Preview
from bot.channels.preview.chats import begin_chat, chat_of
from bot.channels.preview.labels import language_of
from bot.channels.preview.page import chat_page
from bot.channels.preview.stream import HEADERS, events
from bot.errors import ChannelUnavailableError

POSITION = re.compile(r"[0-9a-f]{8}-[0-9]{1,9}", re.ASCII)


def preview_routes(preview: Preview) -> list[BaseRoute]:
    """The routes of the preview, to be handed to `web_app` as pages."""
    pages = _Pages(preview)
    return [
        Route("/", pages.show),
        Route("/preview/messages", pages.take, methods=["POST"]),
        Route("/preview/replies", pages.follow),
        Route("/preview/start-over", pages.start_over, methods=["POST"]),
        Mount("/preview/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


class _Pages:
    def __init__(self, preview: Preview) -> None:
        self._preview = preview

    async def show(self, request: Request) -> Response:
        preview, language = self._preview, language_of(request.headers.get("accept-language", ""))
        response = HTMLResponse(chat_page(preview.name, preview.phone, language))
        if chat_of(request, secure=preview.secure) is None:
            begin_chat(response, secure=preview.secure)
        return response

    async def take(self, request: Request) -> Response:
        """202 once the message is kept, 400 for what is no message, 503 when it cannot be kept for now."""
        chat = self._chat(request)
        try:
            taken = await self._preview.take(chat, await request.body())
        except ChannelUnavailableError as error:
            raise HTTPException(503, headers={"Retry-After": "5"}) from error
        return JSONResponse({}, 202 if taken else 400)

    async def follow(self, request: Request) -> Response:
        """The browser repeats the last position in a header when it connects again; the page itself, in the address."""
        asked = request.headers.get("last-event-id") or request.query_params.get("after", "")
        position = asked if POSITION.fullmatch(asked) else None
        replies = events(self._preview.mailboxes, self._chat(request), position)
        return StreamingResponse(replies, media_type="text/event-stream", headers=HEADERS)

    async def start_over(self, request: Request) -> Response:
        del request
        response = Response(status_code=204)
        begin_chat(response, secure=self._preview.secure)
        return response

    def _chat(self, request: Request) -> str:
        """The page's chat; 409 where the page has lost its cookie and must be loaded again."""
        chat = chat_of(request, secure=self._preview.secure)
        if chat is None:
            raise HTTPException(409)
        return chat
