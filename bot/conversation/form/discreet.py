"""Health details do not belong in a call request: they are remarked on, and kept only if the patient insists."""

from hashlib import sha256

from bot.conversation.moment import Moment
from bot.conversation.words import contains
from bot.knowledge import Word
from bot.knowledge.fold import fold


def is_health_detail(moment: Moment, text: str) -> bool:
    """Whether a condition, a drug or the like is named in what would be kept."""
    knowledge = moment.parts.knowledge
    if contains(knowledge.texts.words(Word.SENSITIVE), text):
        return True
    return any(contains(condition.words.both(), text) for condition in knowledge.conditions)


def mark(text: str) -> str:
    """A short digest by which the same words, sent again, are known without being kept."""
    return sha256(fold(text).encode(errors="surrogatepass")).hexdigest()[:8]
