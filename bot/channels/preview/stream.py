"""Replies as server-sent events (WHATWG HTML, section 9.2): numbered, so that a lost connection loses nothing."""

import json
from collections.abc import AsyncIterator
from typing import Any

from bot.channels.preview.mailboxes import Mailboxes
from bot.messages import Reply

RETRY_MS = 1000
HEADERS = {"x-accel-buffering": "no"}  # asks nginx to pass each event on at once


async def events(mailboxes: Mailboxes, chat: str, position: str | None) -> AsyncIterator[str]:
    """Each reply after `position` as an event "reply"; "position" comes first and, as a heartbeat, in between."""
    async for at, reply in mailboxes.follow(chat, position):
        kind, data = ("position", at) if reply is None else ("reply", json.dumps(as_json(reply)))
        yield f"retry: {RETRY_MS}\nid: {at}\nevent: {kind}\ndata: {data}\n\n"


def as_json(reply: Reply) -> dict[str, Any]:
    """A reply as the page reads it."""
    return {
        "title": reply.title,
        "text": reply.text,
        "source": reply.source,
        "buttons": [[{"label": button.label, "data": button.data} for button in row] for row in reply.buttons],
        "contactButton": reply.contact_button,
        "clearsContact": reply.clears_contact,
        "alert": reply.alert,
    }
