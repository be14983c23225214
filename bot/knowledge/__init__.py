"""The editors' files as one frozen value."""

from bot.knowledge.load import Knowledge
from bot.knowledge.models import Bilingual, Clinic, Condition, Phrases, Topic
from bot.knowledge.texts import Text, Texts, Word

__all__ = [
    "Bilingual",
    "Clinic",
    "Condition",
    "Knowledge",
    "Phrases",
    "Text",
    "Texts",
    "Topic",
    "Word",
]
