"""What Telegram, or the way to it, answers on a bad day; and what it always refuses about a message."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
LONGEST_TEXT, LONGEST_DATA = 4096, 64


@dataclass(frozen=True)
class Fault:
    """A refusal; `hangs` never answers, `breaks` closes the connection, `body` is sent instead of the API's JSON."""

    status: int = 200
    description: str = ""
    parameters: Json = field(default_factory=dict)
    hangs: bool = False
    breaks: bool = False
    body: bytes = b""

    def answer(self) -> web.Response:
        """The HTTP answer of this refusal."""
        said = {"ok": False, "error_code": self.status, "description": self.description}
        said |= {"parameters": self.parameters} if self.parameters else {}
        return web.Response(status=self.status, body=self.body or json.dumps(said).encode())


def flood(seconds: int) -> Fault:
    """What a bot reads that sends too fast."""
    return Fault(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


BLOCKED = Fault(403, "Forbidden: bot was blocked by the user")
CONFLICT = Fault(409, "Conflict: terminated by other getUpdates request")
UNAUTHORIZED = Fault(401, "Unauthorized")
BAD_GATEWAY = Fault(502, body=b"<html>502 Bad Gateway</html>")
HANGS = Fault(hangs=True)
BREAKS = Fault(breaks=True)


def wrong(fields: Json) -> str:
    """What Telegram would refuse about a message, if anything."""
    length = len(fields.get("text", "").encode("utf-16-le")) // 2
    rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
    if not fields.get("text", "").strip():
        return "message text is empty"
    if length > LONGEST_TEXT:
        return "message is too long"
    if any(entity["offset"] + entity["length"] > length for entity in fields.get("entities", [])):
        return "can't parse entities"
    if any(len(it["callback_data"].encode()) > LONGEST_DATA for row in rows for it in row):
        return "BUTTON_DATA_INVALID"
    return ""
