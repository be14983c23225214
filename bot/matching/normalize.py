"""The form in which texts are compared: what people vary without meaning anything by it is taken out."""

import re
import unicodedata
from functools import lru_cache

TOKEN = re.compile(r"[a-z0-9]+")
RUN = re.compile(r"([^\W\d_])\1{2,}")
LONG_RUN = re.compile(r"([^\W\d_])\1{3,}")
SPACE = re.compile(r"\s+")
QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."}
)
UNSPOKEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"})
"""Unicode categories that say nothing in words: controls, formats, private use, unassigned, emoji and modifiers."""


def tidy(text: str) -> str:
    """The text as a person would retype it: NFKC, straight quotes, no emoji, `sooo` as `soo`, more as `so`."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", text.translate(QUOTES)).translate(QUOTES)
        text = "".join(" " if unicodedata.category(char) in UNSPOKEN else char for char in text)
    return SPACE.sub(" ", RUN.sub(r"\1\1", LONG_RUN.sub(r"\1", text.translate(QUOTES)))).strip()


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text for comparison: letters a-z and digits, without case, accents and apostrophes."""
    return tuple(TOKEN.findall(fold(tidy(text).casefold()).replace("'", "")))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


def fold(text: str) -> str:
    """The text without accents: `año` becomes `ano`, as phones type it."""
    return text if text.isascii() else "".join(map(_fold_char, text))
