"""What every response carries and every change must show: security headers, and the same-origin rule."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class SecurityHeaders:
    """Adds the headers to every response, error pages included; a response's own header wins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Only static files have an ETag: a browser may keep them, but asks each time whether they changed.
                headers.setdefault("cache-control", "no-cache" if "etag" in headers else "no-store")
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SameOrigin:
    """Refuses changes (all but reading) that another site, or no page at all, asked for (OWASP ASVS 3.5.1, 3.5.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http" and scope["method"] not in READING and not is_same_origin(Headers(scope=scope)):
            raise HTTPException(403)
        await self._app(scope, receive, send)


def is_same_origin(headers: Headers) -> bool:
    """Browsers say where a request comes from in Sec-Fetch-Site, or, on plain http and in old ones, in Origin.

    Only the host is compared: behind a TLS proxy the scheme seen here is not the browser's.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    host = headers.get("host", "")
    return bool(host) and headers.get("origin", "").partition("://")[2] == host
