"""Slips of the finger, the same for the same text: what is learned typed well must be known typed badly too."""

from hashlib import sha256

EVERY = 3
"""One word of so many has a slip."""
SHORTEST = 4
"""Letters of a word that may have one."""


def slipped(text: str) -> str:
    """The text with a letter swapped, left out or doubled in about every third word."""
    return " ".join(_slip(word, *sha256(f"{i} {word}".encode()).digest()[:3]) for i, word in enumerate(text.split(" ")))


def _slip(word: str, whether: int, which: int, where: int) -> str:
    if len(word) < SHORTEST or whether % EVERY:
        return word
    at = 1 + where % (len(word) - 2)
    left, right = word[:at], word[at + 1 :]
    return (left + right, left + word[at] + word[at] + right, left + right[0] + word[at] + right[1:])[which % 3]
