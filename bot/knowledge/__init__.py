"""The editors' files as one frozen value, and their check."""

from bot.knowledge.check import check, load_checked
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
    "check",
    "load_checked",
]
