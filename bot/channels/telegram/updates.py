"""Reads an update's raw JSON with care: all of it comes from outside, its shape included, so nothing here raises."""

import json
from typing import Any

Json = dict[str, Any]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""


def parse(body: bytes) -> Json:
    """The JSON object in `body`; an empty one where there is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def dump(update: Json) -> bytes:
    """The update as ASCII JSON, so that not even half a surrogate pair is lost."""
    return json.dumps(update, separators=(",", ":")).encode("ascii")


def part(of: Json, *path: str) -> Json:
    """The object at the end of `path`; an empty one where there is none."""
    for key in path:
        inner = of.get(key)
        of = inner if isinstance(inner, dict) else {}
    return of


def words(of: Json, key: str) -> str:
    """The text under `key` as text that every storage takes; empty where there is none."""
    found = of.get(key)
    return sound(found) if isinstance(found, str) else ""


def sound(text: str) -> str:
    """Text without NUL and lone surrogates, which JSON can spell and databases and UTF-8 refuse."""
    return text.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(of: Json, key: str) -> int | None:
    """The whole number under `key`, if any; true and false are none."""
    found = of.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def content(update: Json) -> tuple[str, Json]:
    """Which of `KINDS` the update is, and its object; ("", {}) for any other kind."""
    return next(((kind, part(update, kind)) for kind in KINDS if isinstance(update.get(kind), dict)), ("", {}))


def chat(update: Json) -> Json:
    """The chat that the update belongs to. A tap on a message that Telegram no longer shows counts as private."""
    kind, inner = content(update)
    if kind != "callback_query":
        return part(inner, "chat")
    found = part(inner, "message", "chat")
    return found or {"id": number(part(inner, "from"), "id"), "type": "private"}


def private_chat(update: Json) -> str:
    """The id of the patient's own chat with the bot; empty for groups, channels and what cannot be read."""
    found = chat(update)
    identity = number(found, "id")
    return str(identity) if identity is not None and found.get("type") == "private" else ""


def shared_chat(update: Json) -> int | None:
    """The id of the group or channel that the update comes from, if it comes from one."""
    found = chat(update)
    return number(found, "id") if found.get("type") in ("group", "supergroup", "channel") else None
