"""The staff's pages: everything under `/staff`."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.routing import BaseRoute

from bot.storage.store import Store


def console_routes(
    store: Store, clinic: str, zone: ZoneInfo, clock: Callable[[], datetime], *, secure: bool = False
) -> list[BaseRoute]:
    """The routes of the staff page, to be handed to `web_app` as pages.

    `clinic` is its name, `zone` where times are shown, `clock` gives aware UTC; `secure` marks the cookie for https
    only (`__Host-`): True unless the page is on loopback http. A sign-in link is `/staff/sign-in?token=` and what
    `store.staff.invite` returns.
    """
    raise NotImplementedError
