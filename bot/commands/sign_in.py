"""`clinic-bot sign-in`: a one-time link to the staff page."""

import asyncio
from argparse import Namespace

from bot.app import open_store
from bot.building import utc_now
from bot.config import Settings
from bot.storage.store import Store

STAFF = "front desk"


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the link."""
    del arguments
    print(asyncio.run(_link(settings)))
    return 0


async def _link(settings: Settings) -> str:
    async with open_store(settings) as store:
        return await invitation(store, address(settings, settings.web.port))


def address(settings: Settings, port: int) -> str:
    """Where the pages are: the public address where one is set, else this machine's."""
    if settings.web.public_url:
        return settings.web.public_url
    host = settings.web.host
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def invitation(store: Store, where: str) -> str:
    """A link that signs the front desk in once, within 15 minutes."""
    async with store.writing() as tx:
        token = await store.staff.invite(tx, STAFF, utc_now())
    return f"{where}/staff/sign-in?token={token}"
