"""What the preview's page sends, as JSON, turned into messages. Total: any bytes give an Incoming or None."""

import json
import re
from datetime import datetime
from typing import Any

from bot.messages import LANGUAGES, Contact, Incoming, Kind, Received

TAP_BYTES = 64
PAGE_ID = re.compile(r"[\w-]{8,64}", re.ASCII)


def translate(received: Received, at: datetime) -> Incoming | None:
    """One message of the page, or None for anything else.

    The page sends "id" (its own, new for each message), "language" if it likes, and `{"kind": "text", "text"}`,
    `{"kind": "tap", "data"}` or `{"kind": "contact", "phone", "name"}`.
    """
    sent = _object(received.body)
    kind, text, tap, contact = _kind(sent), _text(sent, "text"), _text(sent, "data"), _contact(sent)
    said = {Kind.TEXT: bool(text.strip()), Kind.TAP: _fits(tap), Kind.CONTACT: contact is not None}
    if kind is None or not said[kind] or not PAGE_ID.fullmatch(_text(sent, "id")):
        return None
    return Incoming(
        channel=received.channel,
        chat=received.chat,
        id=received.id,
        at=at,
        kind=kind,
        text=text if kind is Kind.TEXT else "",
        tap=tap if kind is Kind.TAP else "",
        contact=contact if kind is Kind.CONTACT else None,
        language_code=_language(sent),
    )


def page_id(body: bytes) -> str:
    """The page's own id of a message, which it repeats when it sends the same message again."""
    return _text(_object(body), "id")


def _object(body: bytes) -> dict[str, Any]:
    """The body's JSON object; empty for bad bytes, bad or bottomless JSON, and anything but an object."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _kind(sent: dict[str, Any]) -> Kind | None:
    kinds = {kind.value: kind for kind in (Kind.TEXT, Kind.TAP, Kind.CONTACT)}
    return kinds.get(_text(sent, "kind"))


def _text(sent: dict[str, Any], key: str) -> str:
    """A string, with half surrogates replaced: JSON can spell them, but no database can keep them."""
    value = sent.get(key)
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""


def _fits(tap: str) -> bool:
    return 0 < len(tap.encode()) <= TAP_BYTES


def _contact(sent: dict[str, Any]) -> Contact | None:
    phone = _text(sent, "phone").strip()
    return Contact(phone=phone, own=True, name=_text(sent, "name").strip()) if phone else None


def _language(sent: dict[str, Any]) -> str | None:
    return next((language for language in LANGUAGES if language == sent.get("language")), None)
