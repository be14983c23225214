"""Which chat a page belongs to: a random token in a cookie, so that a reload goes on with the same conversation."""

import hashlib
import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "clinic_preview"
TOKEN = re.compile(r"[\w-]{22}", re.ASCII)


def chat_of(request: Request, *, secure: bool) -> str | None:
    """The chat's name, or None without a cookie. It is a hash: what is stored opens nobody's chat."""
    token = request.cookies.get(_name(secure=secure), "")
    return _hash(token) if TOKEN.fullmatch(token) else None


def begin_chat(response: Response, *, secure: bool) -> None:
    """Give the page a new chat (a token of 128 random bits)."""
    token = secrets.token_urlsafe(16)
    response.set_cookie(_name(secure=secure), token, secure=secure, httponly=True, samesite="strict")


def message_id(chat: str, given: str) -> str:
    """A message's id out of the page's own: a page that sends again is not heard twice, nor in another's chat."""
    return _hash(f"{chat} {given}")


def _name(*, secure: bool) -> str:
    return f"__Host-{COOKIE}" if secure else COOKIE


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
