"""phrases.yaml: every sentence and word list that the code asks for, with placeholders that it fills."""

from collections.abc import Iterator

from bot.knowledge.checks.topics import LONGEST_BUTTON
from bot.knowledge.lines import Problem
from bot.knowledge.load import Folder, Knowledge
from bot.knowledge.suggest import did_you_mean
from bot.knowledge.texts import FILLED_BY_CODE, Text, Word, unknown_placeholders

LONGEST_TEXT = 1500


def check_texts(knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    """Missing and unknown keys, unknown placeholders, labels too long for a button, menu topics that do not exist."""
    file, document = knowledge.texts.file, folder.documents["phrases.yaml"]
    keys: tuple[tuple[str, set[str], set[str]], ...] = (
        ("texts", {key.value for key in Text}, set(file.texts)),
        ("words", {word.value for word in Word}, set(file.words)),
    )
    for part, wanted, given in keys:
        for key in sorted(wanted - given):
            yield document.problem((part,), f"`{key}` is missing: write it")
        for key in sorted(given - wanted):
            yield document.problem((part, key), f"unknown key `{key}`{did_you_mean(key, wanted)}")
    for i, topic in enumerate(file.menu):
        if topic not in knowledge.topics:
            message = f"unknown topic `{topic}`{did_you_mean(topic, knowledge.topics)}"
            yield document.problem(("menu", i), message)
    yield from _sentences(knowledge, folder)


def _sentences(knowledge: Knowledge, folder: Folder) -> Iterator[Problem]:
    document, fills = folder.documents["phrases.yaml"], {key.value: fill for key, fill in FILLED_BY_CODE.items()}
    for key, text in knowledge.texts.file.texts.items():
        if text.es is None:
            yield document.problem(("texts", key), "no Spanish text: patients will read the English one", "warning")
        for language, sentence in (("en", text.en), ("es", text.es or "")):
            at = ("texts", key, language)
            for name in unknown_placeholders(sentence, fills.get(key, frozenset())):
                yield document.problem(at, f"unknown placeholder {{{name}}}{did_you_mean(name, fills.get(key, ()))}")
            longest = LONGEST_BUTTON if key.startswith("button-") else LONGEST_TEXT
            if len(sentence) > longest:
                yield document.problem(at, f"{len(sentence)} characters: keep it to {longest}")
