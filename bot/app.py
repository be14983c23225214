"""The composition root: the only place where real parts are chosen and put together."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from bot.channels.telegram.texts import Command, TelegramTexts
from bot.checking import load_checked
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.conversation.moment import Parts
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.delivery.sender import Sender
from bot.delivery.worker import Worker
from bot.files import FolderMemory
from bot.knowledge import Knowledge, Text
from bot.knowledge.fold import fold
from bot.knowledge.safety_lock import read_lock, read_model
from bot.matching import Encoder, Understander, sentence_encoder
from bot.messages import LANGUAGES, Carrier, Language, Reply, Translate
from bot.safety import Scores, Screen
from bot.safety.check import everyday
from bot.storage.keys import KeySource
from bot.storage.store import Store

log = logging.getLogger(__name__)
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


def utc_now() -> datetime:
    """The clock of the running bot."""
    return datetime.now(UTC)


def today(settings: Settings) -> date:
    """The clinic's date."""
    return utc_now().astimezone(ZoneInfo(settings.clinic.time_zone)).date()


def load_knowledge(settings: Settings) -> Knowledge:
    """The editors' folder, checked.

    Raises:
        KnowledgeError: one line a problem.
    """
    return load_checked(settings.knowledge.folder, today(settings))


def build_engine(settings: Settings, knowledge: Knowledge) -> Engine:
    """The pure engine, learned from the knowledge; takes seconds, less with a warm cache."""
    memory = FolderMemory(settings.matching.cache)
    encoder = _encoder(settings)
    understander = _understander(settings, knowledge, encoder, memory)
    screen = Screen(knowledge.safety, everyday(knowledge), _scores(settings, encoder))
    return Engine(
        Parts(
            knowledge,
            understander,
            screen.look,
            said=frozenset(fold(phrase) for phrase, _, _ in knowledge.phrases()),
            country=settings.clinic.country,
            zone=settings.clinic.time_zone,
            messages_a_minute=settings.limits.messages_a_minute,
            closed_days=settings.retention.closed_requests_days,
            chat_days=settings.retention.conversations_days,
        )
    )


def _encoder(settings: Settings) -> Encoder | None:
    encoder = sentence_encoder() if settings.matching.encoder else None
    if settings.matching.encoder and encoder is None:
        log.warning("the sentence encoder is not installed: patients are understood by words, a crisis by rules alone")
    return encoder


def _scores(settings: Settings, encoder: Encoder | None) -> Scores | None:
    """The second detector, which hears meaning and so needs the encoder; without it the rules judge alone."""
    root = settings.knowledge.folder
    lock = read_lock(root)
    return Scores.read(read_model(root), lock.levels, encoder) if lock and encoder else None


def _understander(
    settings: Settings, knowledge: Knowledge, encoder: Encoder | None, memory: FolderMemory
) -> Understander:
    return Understander.fit(
        knowledge.phrases(),
        knowledge.conditions,
        wrong_answer_rate=settings.matching.wrong_answer_rate,
        encoder=encoder,
        memory=memory,
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
