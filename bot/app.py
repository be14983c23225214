"""The composition root: the only place where real parts are chosen and put together; building.py makes the engine."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.building import utc_now
from bot.channels.telegram.texts import Command, TelegramTexts
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.knowledge import Knowledge, Text
from bot.messages import LANGUAGES, Carrier, Language, Reply, Translate
from bot.storage.keys import KeySource
from bot.storage.store import Store

COMMANDS = (
    Text.COMMAND_START,
    Text.COMMAND_HELP,
    Text.COMMAND_CALL,
    Text.COMMAND_MYCALL,
    Text.COMMAND_LANGUAGE,
    Text.COMMAND_PRIVACY,
    Text.COMMAND_FORGET,
    Text.COMMAND_CANCEL,
)


@dataclass(frozen=True)
class Delivery:
    """The way of a message through the house: kept, answered, carried."""

    store: Store
    inbox: Inbox
    worker: Worker
    sender: Sender

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - everything that differs between a running bot, the terminal and a test
        cls,
        settings: Settings,
        store: Store,
        engine: Engine,
        carriers: Mapping[str, Carrier],
        translators: Mapping[str, Translate],
        clock: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Inbox, worker and sender over one store."""
        incoming, outgoing = Bell(), Bell()
        inbox = Inbox(store, clock, incoming, settings.limits.inbox)
        apologise = _apology(engine.parts.knowledge)
        worker = Worker(store, engine.take_turn, translators, clock, apologise, bell=incoming, outgoing=outgoing)
        alone = settings.telegram.mode == "polling"
        return cls(store, inbox, worker, Sender(store, carriers, clock, outgoing, alone=alone))

    async def settle(self) -> None:
        """Work and carry until nothing is left to do now."""
        await self.worker.drain()
        await self.sender.drain()


def _apology(knowledge: Knowledge) -> Callable[[Language | None], Reply]:
    return lambda language: Reply(knowledge.texts.say(Text.SORRY, language or "en"))


def data_keys(settings: Settings) -> KeySource:
    """Where the data keys are."""
    return KeySource(settings.data_keys.get_secret_value(), settings.database.key_file)


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Store]:
    """The store that the settings name, closed at the end."""
    store = await Store.open(settings.database.url, data_keys(settings))
    try:
        yield store
    finally:
        await store.close()


def telegram_texts(knowledge: Knowledge) -> TelegramTexts:
    """What Telegram itself shows of the bot, from phrases.yaml."""

    def by_language(key: Text) -> dict[Language, str]:
        return {language: knowledge.texts.say(key, language) for language in LANGUAGES}

    def command(key: Text, language: Language) -> Command:
        return Command(key.value.removeprefix("command-"), knowledge.texts.say(key, language))

    commands = {language: tuple(command(key, language) for key in COMMANDS) for language in LANGUAGES}
    return TelegramTexts(
        commands, by_language(Text.DESCRIPTION), by_language(Text.SHORT_DESCRIPTION), by_language(Text.GROUP)
    )
