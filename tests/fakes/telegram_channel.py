"""A Telegram channel of the product, running against a Bot API server of the tests, with a notebook for its inbox."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.patience import Pause
from bot.channels.telegram.texts import Command, TelegramTexts
from bot.messages import Received

TOKEN = "1:FAKE"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS = TelegramTexts(
    commands={
        "en": (Command("start", "Menu"), Command("call", "Ask for a call")),
        "es": (Command("start", "Menú"), Command("call", "Pedir una llamada")),
    },
    description={"en": "Answers and call requests.", "es": "Respuestas y llamadas."},
    short_description={"en": "Answers", "es": "Respuestas"},
    group={"en": "I only talk in private chats. Bye!", "es": "Solo hablo en chats privados. ¡Adiós!"},
)


class Notebook:
    """An inbox in memory that drops repeats, as the real one does.

    While `closed` is an error, it raises that; while `crashed` is one, it keeps the updates and raises it then.
    """

    def __init__(self) -> None:
        self.pages: list[Received] = []
        self.closed: Exception | None = None
        self.crashed: Exception | None = None

    async def keep(self, updates: Sequence[Received]) -> None:
        """Commit updates: a `KeepReceived`."""
        if self.closed is not None:
            raise self.closed
        known = set(self.ids)
        self.pages += [update for update in updates if update.id not in known]
        if self.crashed is not None:
            raise self.crashed

    @property
    def ids(self) -> list[str]:
        """The ids of all that is kept, in order."""
        return [page.id for page in self.pages]


async def no_wait(_: float) -> None:
    """A pause that only lets others run: time is data."""
    await asyncio.sleep(0)


def make_channel(url: str, notebook: Notebook, pause: Pause = no_wait) -> TelegramChannel:
    """A channel with short polls and no pauses, whose clock stands at noon."""
    poll = timedelta(seconds=1)
    return TelegramChannel(TOKEN, url, TEXTS, notebook.keep, poll=poll, now=lambda: NOON, pause=pause)


@asynccontextmanager
async def polling(url: str, notebook: Notebook, pause: Pause = no_wait) -> AsyncIterator[TelegramChannel]:
    """A channel that polls until the block ends."""
    async with make_channel(url, notebook, pause) as channel:
        task = asyncio.create_task(channel.run())
        try:
            yield channel
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
