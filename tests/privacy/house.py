"""The whole bot over a file on disk, talked to in Telegram's own updates, and eyes for all that lies there."""

import base64
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.app import Delivery
from bot.channels.telegram.translate import translate
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.conversation.state import CallRequest, Conversation
from bot.messages import Button, Outcome, Received, Reply, Sent
from bot.storage.keys import KeySource
from bot.storage.ledger import AuditLine
from bot.storage.requests import CLOSED, OPEN, KeptRequest
from bot.storage.store import Store
from tests.fakes import telegram_updates as tg
from tests.fakes.patients import Clock

NAME, USERNAME, PHONE, WORDS = "Ana Lopez", "sp3cial-marker-user", "310 555 0142", "sp3cial-marker"
MARKERS = ("Ana Lopez", "Lopez", "sp3cial-marker", "555 0142", "5550142", "555-0142", "7071001", "heroin")
ANA, BEA = 7071001, 7071002


@dataclass(repr=False)
class House:
    """A bot with real parts only; `carried` is what each chat has read."""

    store: Store
    file: Path
    engine: Engine
    clock: Clock = field(default_factory=Clock)
    carried: list[tuple[str, Reply]] = field(default_factory=list)
    sent: int = 0

    def __repr__(self) -> str:
        """Short: hypothesis prints it, and the knowledge fills megabytes."""
        return "House()"

    def __post_init__(self) -> None:
        carriers, translators = {"telegram": self._carry}, {"telegram": translate}
        self.delivery = Delivery.of(Settings(), self.store, self.engine, carriers, translators, self.clock)

    async def _carry(self, chat: str, reply: Reply) -> Outcome:
        self.carried.append((chat, reply))
        return Sent()

    async def keeps(self, update: dict[str, Any], user: int = ANA) -> None:
        """An update is committed to the inbox, no more."""
        self.sent += 1
        self.clock.forward(seconds=5)
        body = json.dumps(_personal(update), ensure_ascii=False).encode()
        await self.delivery.inbox.keep([Received("telegram", f"1:{self.sent}", str(user), body)])

    async def sends(self, update: dict[str, Any], user: int = ANA) -> str:
        """An update arrives and all that follows is done; what the patient reads because of it, as one text."""
        before = len(self.replies(user))
        await self.keeps(update, user)
        await self.delivery.settle()
        self.last = self.replies(user)[before:]
        return "\n\n".join(reply.plain for reply in self.last)

    async def says(self, words: str, user: int = ANA) -> str:
        """Typed words."""
        return await self.sends(tg.text(words, user), user)

    async def taps(self, label: str, user: int = ANA) -> str:
        """Tap the button of the last answer whose label holds `label`."""
        (button, *_) = [button for button in self.buttons if label in button.label]
        return await self.sends(tg.tap(button.data, user), user)

    async def fills_in(self, *moves: str, user: int = ANA) -> None:
        """Several moves: `>` marks typed words, the rest are taps."""
        for move in moves:
            await (self.says(move[1:], user) if move.startswith(">") else self.taps(move, user))

    async def leaves_a_request(self, user: int = ANA, phone: str = PHONE) -> CallRequest:
        """Through the whole form; the request as it is kept."""
        form = (f">{NAME}", f">{phone}", f">monday {WORDS}", "no voicemail", "Send it")
        await self.fills_in(">/call", "Yes, go ahead", *form, user=user)
        return (await self.requests())[-1].request

    def replies(self, user: int = ANA) -> list[Reply]:
        """All that a chat has read."""
        return [reply for chat, reply in self.carried if chat == str(user)]

    @property
    def buttons(self) -> list[Button]:
        """The buttons of the last answer."""
        return [button for reply in self.last for row in reply.buttons for button in row]

    async def requests(self) -> list[KeptRequest]:
        """Every request that is kept, closed ones too."""
        async with self.store.reading() as tx:
            return await self.store.requests.listed(tx, (*OPEN, *CLOSED))

    async def conversation(self, user: int = ANA) -> Conversation | None:
        """What is kept of a chat."""
        key = self.store.vault.chat("telegram", str(user))
        async with self.store.reading() as tx:
            return (await self.store.conversations.of(tx, [key])).get(key)

    async def audit(self) -> list[AuditLine]:
        """Every line of the audit."""
        async with self.store.reading() as tx:
            return await self.store.audit.lines(tx)

    async def opened(self) -> str:
        """Every row of every table, with the data key: what whoever has database and key can read."""
        rows: list[Any] = []
        async with self.store.reading() as tx:
            for table in self.store.tables.metadata.sorted_tables:
                rows += map(tuple, await tx.execute(table.select()))  # a Row's own representation is cut short
        return repr(rows)

    async def sealed(self) -> list[bytes]:
        """Every cell of more than a hash's length, as it lies in the tables."""
        async with self.store.reading() as tx:
            cells: list[Any] = []
            for table in ("inbox", "outbox", "conversations", "call_requests"):
                cells += [cell for row in await tx.exec_driver_sql(f"SELECT * FROM {table}") for cell in row]  # noqa: S608
        return [cell for cell in cells if isinstance(cell, bytes) and len(cell) > 32]

    def on_disk(self) -> bytes:
        """The bytes of the database, its write-ahead log and everything else in the folder."""
        return b"".join(path.read_bytes() for path in sorted(self.file.parent.iterdir()))


def _personal(update: dict[str, Any]) -> dict[str, Any]:
    """The update as Telegram sends it for somebody with a name, a username and a photo."""
    known = {"first_name": NAME, "last_name": "Lopez", "username": USERNAME, "photo": {"file_id": USERNAME}}
    for content in update.values():
        content["from"] |= known
        content.setdefault("chat", {}).update(known)
    return update


def found(content: bytes, markers: Sequence[str] = MARKERS) -> list[str]:
    """Which markers stand in bytes, in clear or as base64."""
    return [marker for marker in markers if _encodings(marker) & _parts(content, marker)]


def _encodings(marker: str) -> set[bytes]:
    plain = marker.encode()
    return {
        plain,
        base64.b64encode(plain)[:-4],
        base64.b64encode(b" " + plain)[2:-4],
        base64.b64encode(b"  " + plain)[3:-4],
    }


def _parts(content: bytes, marker: str) -> set[bytes]:
    return {encoded for encoded in _encodings(marker) if len(encoded) > 5 and encoded in content}


@asynccontextmanager
async def open_house(file: Path, keys: KeySource, engine: Engine) -> AsyncIterator[House]:
    """A house whose doors close at the end."""
    store = await Store.open(f"sqlite:///{file}", keys)
    try:
        yield House(store, file, engine)
    finally:
        await store.close()
