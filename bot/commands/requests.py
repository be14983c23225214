"""`clinic-bot requests`: the open call requests, longest wait first."""

import asyncio
import json
from argparse import Namespace

from bot.app import open_store
from bot.config import Settings
from bot.conversation.form.phone import shown
from bot.conversation.state import Window
from bot.storage.requests import KeptRequest


def run(settings: Settings, arguments: Namespace) -> int:
    """Print the open requests."""
    requests = asyncio.run(_listed(settings))
    if arguments.json:
        print(json.dumps([_as_json(kept) for kept in requests], ensure_ascii=False, indent=2))
    elif not requests:
        print("No one is waiting.")
    for kept in [] if arguments.json else requests:
        print(_line(kept, settings.clinic.country))
    return 0


async def _listed(settings: Settings) -> list[KeptRequest]:
    async with open_store(settings) as store, store.reading() as tx:
        return await store.requests.listed(tx)


def _line(kept: KeptRequest, country: str) -> str:
    request = kept.request
    voicemail = "no voicemail"
    if request.voicemail:
        voicemail = "voicemail, clinic may be named" if request.name_clinic else "voicemail, do not name the clinic"
    parts = [
        request.reference,
        f"{kept.created:%Y-%m-%d %H:%M} UTC",
        kept.state.value,
        request.name,
        shown(request.phone, country),
        _window(request.window),
        voicemail,
        request.language.upper(),
    ]
    return "  ".join(parts + (["phone only"] if kept.phone_only else []))


def _window(window: Window) -> str:
    return "as soon as possible" if window.asap else window.words or f"{window.day} {window.part}"


def _as_json(kept: KeptRequest) -> dict[str, object]:
    request = kept.request
    return {
        "reference": request.reference,
        "state": kept.state.value,
        "created": kept.created.isoformat(),
        "name": request.name,
        "phone": request.phone,
        "window": _window(request.window),
        "voicemail": request.voicemail,
        "name_clinic": request.name_clinic,
        "language": request.language,
        "topic": request.topic,
        "phone_only": kept.phone_only,
    }
