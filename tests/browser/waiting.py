"""Made-up patients who wait for a call, for the picture of the staff page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.conversation.state import CallRequest, Consent, Window
from bot.storage.chats import Chat
from bot.storage.keys import KeySource
from bot.storage.store import Store, Transaction

NOW = datetime.now(UTC)
TOMORROW = (NOW + timedelta(days=1)).date().isoformat()
CONSENT = Consent("1", NOW, "en")
WAITING = {
    180: CallRequest(
        "#K7Q2", "María López", "+13105550123", Window(asap=True), False, False, "es", CONSENT, topic="prices"
    ),
    65: CallRequest(
        "#B3XD", "Tom Baker", "+13105550155", Window(day=TOMORROW, part="morning"), True, True, "en", CONSENT
    ),
    25: CallRequest(
        "#M9PL", "Aisha", "+13105550134", Window(words="after 5, not Thursday"), True, False, "en", CONSENT
    ),
    4: CallRequest("#T4WN", "Daniel Kim", "+13105550178", Window(day=TOMORROW, part="any"), True, True, "en", CONSENT),
}
"""Who asked how many minutes ago."""


async def fill_waiting_list(folder: Path) -> None:
    """Put them into the database of a demo that runs in `folder`; one is claimed, one can only be phoned."""
    store = await Store.open(f"sqlite:///{folder}/var/clinic-bot.db", KeySource(file=folder / "var" / "data.key"))
    async with store.writing() as tx:
        for minutes, request in WAITING.items():
            await _leave(tx, store, request, NOW - timedelta(minutes=minutes))
        await store.requests.claim(tx, "#B3XD", "Ana", NOW)
        await store.left.set_reachable(tx, b"#M9PL", reachable=False)
    await store.close()


async def _leave(tx: Transaction, store: Store, request: CallRequest, at: datetime) -> None:
    chat = Chat(request.reference.encode(), "telegram", request.reference)
    await store.left.add(tx, chat, request, at)
