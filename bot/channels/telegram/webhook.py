"""The page that Telegram posts updates to: kept first, acknowledged then, in milliseconds."""

import logging
import re
from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.intake import Take
from bot.errors import SettingsError

PATH = "/telegram/webhook"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LARGEST = 1_000_000
_OK, _FORBIDDEN, _TOO_LARGE, _UNAVAILABLE = 200, 403, 413, 503
_log = logging.getLogger(__name__)


def webhook_route(secret: str, take: Take) -> Route:
    """The route that answers 200 once an update is kept, 503 while it cannot be: Telegram then sends it again.

    Raises:
        SettingsError: the secret is none that Telegram could send; without one, anybody could post.
    """
    expected = valid_secret(secret).encode()

    async def receive(request: Request) -> Response:
        if not compare_digest(request.headers.get(_HEADER, "").encode(), expected):
            return Response(status_code=_FORBIDDEN)
        body = await _bounded(request)
        return Response(status_code=_TOO_LARGE if body is None else await _kept(take, body))

    return Route(PATH, receive, methods=["POST"])


def valid_secret(secret: str) -> str:
    """The secret itself.

    Raises:
        SettingsError: Telegram takes 1 to 256 letters, digits, _ and - only.
    """
    if not _SECRET.fullmatch(secret):
        raise SettingsError(
            "environment: CLINIC_BOT_TELEGRAM__WEBHOOK_SECRET: write 1 to 256 letters, digits, _ or -, chosen at random"
        )
    return secret


async def _bounded(request: Request) -> bytes | None:
    """The body; None for one larger than any update."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            return None
    return body


async def _kept(take: Take, body: bytes) -> int:
    try:
        await take([body])
    except Exception as error:  # noqa: BLE001 - whatever it is, Telegram keeps the update and sends it again
        _log.error("an update could not be kept: %s", type(error).__name__)
        return _UNAVAILABLE
    return _OK
