"""The staff's pages: everything under `/staff`."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console.desk import Desk
from bot.console.list_page import ListPage
from bot.console.sign_in_page import SignInPage
from bot.storage.store import Store


def console_routes(
    store: Store, clinic: str, zone: ZoneInfo, clock: Callable[[], datetime], *, secure: bool = False
) -> list[BaseRoute]:
    """The routes of the staff page, to be handed to `web_app` as pages.

    `clinic` is its name, `zone` where times are shown, `clock` gives aware UTC; `secure` marks the cookie for https
    only (`__Host-`): True unless the page is on loopback http. A sign-in link is `/staff/sign-in?token=` and what
    `store.staff.invite` returns.
    """
    desk = Desk(store, clinic, zone, clock, secure)
    calls, door = ListPage(desk), SignInPage(desk)
    return [
        Route("/staff", calls.show),
        Route("/staff/calls", calls.refresh),
        Route("/staff/sign-in", door.show),
        Route("/staff/sign-in", door.sign_in, methods=["POST"]),
        Route("/staff/sign-out", door.sign_out, methods=["POST"]),
        Mount("/staff/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
