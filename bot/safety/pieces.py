"""A long text in overlapping pieces: one clause of danger must not drown in a story."""

LONG = 60
"""Words up to which a text is judged as a whole."""
PIECE, STEP = 40, 30
"""Words of a piece, and from where one begins to where the next does."""
MOST = 28
"""Pieces that are judged, of more the first and the last: as many as the longest message of Telegram has."""


def pieces(text: str) -> list[str]:
    """The text itself, or the pieces of a long one."""
    words = text.split()
    if len(words) <= LONG:
        return [text]
    starts = list(range(0, len(words) - PIECE + STEP, STEP))
    if len(starts) > MOST:
        starts = [*starts[: MOST // 2], *starts[-MOST // 2 :]]
    return [" ".join(words[start : start + PIECE]) for start in starts]
