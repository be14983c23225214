"""An answer may state only what its cited facts state: every number and every name in it is looked for there.

Not a proof of truth, but it catches what editors get wrong most: a changed figure, a slipped name, a missing citation.
"""

import re
from collections.abc import Iterator

from bot.knowledge.fold import fold
from bot.knowledge.lines import Problem
from bot.knowledge.load import Folder, Knowledge
from bot.knowledge.texts import PLACEHOLDER

EMERGENCY = frozenset({"911", "988", "2"})
"""Numbers of the emergency and crisis lines (press 2 for Spanish), which no source needs to state."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
NUMBER_WORDS = {
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "twelve": "12", "twenty": "20", "thirty": "30", "fifty": "50", "sixty": "60", "hundred": "100",
    "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6", "siete": "7", "ocho": "8", "nueve": "9", "diez": "10",
    "doce": "12", "veinte": "20", "treinta": "30", "cincuenta": "50", "sesenta": "60", "cien": "100",
}  # fmt: skip
NAME = re.compile(r"(?<![.!?:¡¿\n] )(?<![\n¡¿(\"“])(?<!^)\b[A-ZÁÉÍÓÚÑ][\w'’]*[\w]")
COMMON = frozenset({"i", "telegram", "english", "español", "spanish", "god", "dios"})
"""Capitalised words that are no names of anything a source must state."""


def check_answers(knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    """Each number and name of an answer that no cited fact holds."""
    facts = {fact.id: f"{fact.text} {' '.join(fact.also)}" for fact in knowledge.ledger.facts}
    for document, at, topic in folder.topics(knowledge):
        stated = " ".join(facts.get(cited, "") for cited in topic.facts)
        for language, text in (("en", topic.answer.en), ("es", topic.answer.es or "")):
            for word in unstated(text, stated):
                message = f"`{word}` occurs in no fact that `{topic.id}` cites: cite the fact, or mend the answer"
                yield document.problem((*at, "answer", language), message)


def unstated(answer: str, stated: str) -> list[str]:
    """The numbers and names of an answer that the stated facts lack, in order, each once."""
    bare = PLACEHOLDER.sub("·", answer)
    numbers = set(NUMBER.findall(stated)) | {NUMBER_WORDS.get(word, "") for word in fold(stated).split()}
    names = set(fold(stated).split())
    wrong = [number for number in NUMBER.findall(bare) if number not in numbers | EMERGENCY]
    wrong += [word for word in fold(bare).split() if NUMBER_WORDS.get(word, "") not in numbers | {""}]
    wrong += [name for name in NAME.findall(bare) if not set(fold(name).split()) <= names | COMMON]
    return list(dict.fromkeys(wrong))
