"""What a patient types in place of tapping: compared without case, accents and punctuation."""

from bot.knowledge import Texts, Word
from bot.knowledge.fold import fold


def is_word(texts: Texts, word: Word, text: str) -> bool:
    """Whether the whole text is one of a list's words."""
    folded = fold(text)
    return bool(folded) and any(folded == fold(known) for known in texts.words(word))


def has_word(texts: Texts, word: Word, text: str) -> bool:
    """Whether one of a list's words, or phrases, occurs in the text."""
    return contains(texts.words(word), text)


def contains(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words or phrases occurs in the text, whole words only."""
    padded = f" {fold(text)} "
    return any(f" {folded} " in padded for word in words if (folded := fold(word)))


def looks_like_question(texts: Texts, text: str) -> bool:
    """A question mark, or a question word in front."""
    if "?" in text or "¿" in text:
        return True
    first, _, rest = fold(text).partition(" ")
    return bool(rest) and first in {fold(word) for word in texts.words(Word.QUESTION)}
