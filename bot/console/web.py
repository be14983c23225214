"""The frame around every web page: security headers, the same-origin rule, a bound on bodies, and plain error pages."""

import logging
import secrets
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Lifespan

from bot.console.guards import SameOrigin, SecurityHeaders
from bot.console.pages import page

BODY_BYTES = 16 * 1024
MESSAGES = {
    403: ("This did not come from our own page", "Nothing was changed. Please open the page again and try once more."),
    404: ("There is no such page", "The address may be mistyped or out of date."),
    413: ("That is too long", "Please send a shorter text."),
    500: ("Something went wrong here", "The people who run this page can find the cause under the number below."),
}
OTHERWISE = ("That did not work", "Please go back and try again.")
log = logging.getLogger(__name__)


def web_app(
    pages: Sequence[BaseRoute], outside: Sequence[BaseRoute] = (), lifespan: Lifespan[Starlette] | None = None
) -> ASGIApp:
    """One application out of both kinds of routes.

    `pages` take changes from their own origin only, in bodies of at most 16 kB. `outside` routes, a webhook or a
    health check, are for machines: they get the security headers alone.
    """
    framed = Mount("", routes=pages, middleware=[Middleware(SameOrigin)], max_body_size=BODY_BYTES)
    app = Starlette(
        routes=[*outside, framed],
        exception_handlers={HTTPException: _refused, Exception: _failed},
        lifespan=lifespan,
    )
    return SecurityHeaders(app)


async def _refused(request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    response = _error_page(request, status, "")
    response.headers.update(headers or {})
    return response


async def _failed(request: Request, error: Exception) -> Response:
    """The page shows the number that is in the log, and nothing of the error; the server logs the traceback itself."""
    number = secrets.token_hex(4)
    log.error("request %s failed: %s", number, type(error).__name__)
    return _error_page(request, 500, number)


def _error_page(request: Request, status: int, number: str) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": status, "request": number}, status)
    title, advice = MESSAGES.get(status, OTHERWISE)
    return page("error.html", status, title=title, advice=advice, number=number)
