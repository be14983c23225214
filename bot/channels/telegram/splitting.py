"""Where a long text may be cut so that each part fits into one Telegram message, whose lengths are UTF-16 units."""

import re
import unicodedata
from collections.abc import Iterator

LIMIT = 4096
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))
"""Ends of paragraphs, lines, sentences and words, in the order in which a cut there is preferred."""
_LONGEST_CLUSTER = 64
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def spans(text: str, limit: int = LIMIT) -> Iterator[tuple[int, int]]:
    """The parts of `text` as [start, end) of code points: none blank at its edges, none over `limit` UTF-16 units.

    Nothing but white space is left out between two parts. `limit` is at least 2.
    """
    start = 0
    while start < len(text):
        end = _cut(text, start, limit)
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = end


def _cut(text: str, start: int, limit: int) -> int:
    end = start + len(_fitting(text[start : start + limit], limit))
    if end == len(text):
        return end
    for pattern in _BREAKS:
        # A part of less than a quarter of a message would look odder than a cut inside a paragraph.
        found = [match.end() for match in pattern.finditer(text, start, end) if match.start() - start >= limit // 4]
        if found:
            return found[-1]
    return _between_clusters(text, start, end)


def _fitting(text: str, limit: int) -> str:
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _between_clusters(text: str, start: int, end: int) -> int:
    """The last place up to `end` that is not inside an emoji or an accented letter, unless that one is monstrous."""
    places = range(end, max(start, end - _LONGEST_CLUSTER), -1)
    return next((place for place in places if not _is_inside(text, place)), end)


def _is_inside(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if ord(before) in _FLAG_LETTERS and ord(after) in _FLAG_LETTERS:
        return _flag_letters_before(text, place) % 2 == 1
    return (
        _JOINER in (before, after)
        or unicodedata.category(after).startswith("M")
        or ord(after) in _SKIN_TONES
        or ord(after) in _TAGS
    )


def _flag_letters_before(text: str, place: int) -> int:
    """How many letters of flags stand in a row before `place`: two of them make one flag."""
    first = place
    while first and ord(text[first - 1]) in _FLAG_LETTERS:
        first -= 1
    return place - first
