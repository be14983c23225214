"""What is sealed in one piece: an address with what came from it or goes to it."""

import json
from dataclasses import dataclass

from bot.messages import Reply
from bot.storage.columns import Sealed
from bot.storage.keys import Vault


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it came, and the chat that it came from."""

    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A reply and the chat that it goes to."""

    address: str
    reply: Reply


def sealed_update(vault: Vault) -> Sealed[Update]:
    """An update's address as a line of JSON, then its bytes as they are."""
    return Sealed(vault, _dump, _load)


def _dump(update: Update) -> bytes:
    return json.dumps(update.address).encode() + b"\n" + update.body


def _load(data: bytes) -> Update:
    address, _, body = data.partition(b"\n")
    return Update(json.loads(address), body)
