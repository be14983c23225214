"""The frame around every web page: security headers, the same-origin rule, a bound on bodies, and plain error pages."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Lifespan


def web_app(
    pages: Sequence[BaseRoute], outside: Sequence[BaseRoute] = (), lifespan: Lifespan[Starlette] | None = None
) -> ASGIApp:
    """One application. `pages` take changes from their own origin only, in bodies of at most 16 kB; `outside` routes,

    a webhook or a health check, only get the security headers.
    """
    raise NotImplementedError
