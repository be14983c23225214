"""The pure engine put together: knowledge, matcher, safety screen. The half of the root that needs no storage."""

import logging
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.checking import load_checked
from bot.config import Settings
from bot.conversation.engine import Engine
from bot.conversation.moment import Parts
from bot.files import FolderMemory
from bot.knowledge import Knowledge
from bot.knowledge.fold import fold
from bot.knowledge.safety_lock import read_lock, read_model
from bot.matching import Encoder, Memory, Reader, Understander, sentence_encoder, spoken
from bot.safety import Scores
from bot.safety.check import screen_of

log = logging.getLogger(__name__)


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
    reader = reader_of(knowledge, encoder, memory)
    understander = Understander.fit(
        knowledge.phrases(),
        knowledge.conditions,
        wrong_answer_rate=settings.matching.wrong_answer_rate,
        encoder=encoder,
        memory=memory,
        reader=reader,
    )
    screen = screen_of(knowledge, _scores(settings, encoder, reader))
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


def reader_of(knowledge: Knowledge, encoder: Encoder | None, memory: Memory) -> Reader:
    """Reads what patients write, its spelling mended by every word of the knowledge: of the topics and of danger."""
    said = knowledge.safety_phrases
    texts = [(phrase, language) for phrase, _, language in (*knowledge.phrases(), *said.danger())]
    return Reader.of([*texts, *said.calm(), *spoken(knowledge.conditions)], encoder, memory)


def _scores(settings: Settings, encoder: Encoder | None, reader: Reader) -> Scores | None:
    """The second detector, which hears meaning and so needs the encoder; without it the rules judge alone."""
    root = settings.knowledge.folder
    lock = read_lock(root)
    return Scores.read(read_model(root), lock.levels, encoder, reader.mended) if lock and encoder else None
