"""Which keys lie side by side on a phone, where a thumb hits one and means the other."""

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SHIFT = 0.3
"""How many keys each row stands further right than the one above."""
REACH = 1.2
"""Keys sideways that are still beside each other, in the same row or the next."""

_PLACES = {key: (column + SHIFT * row, row) for row, keys in enumerate(ROWS) for column, key in enumerate(keys)}
_BESIDE = frozenset(
    (one, other)
    for one, (x, row) in _PLACES.items()
    for other, (other_x, other_row) in _PLACES.items()
    if one != other and abs(x - other_x) < REACH and abs(row - other_row) <= 1
)


def are_beside(typed: str, meant: str) -> bool:
    """Whether words of the same length differ, and by nothing but letters whose keys lie side by side."""
    if len(typed) != len(meant) or typed == meant:
        return False
    return all(pair in _BESIDE for pair in zip(typed, meant, strict=True) if pair[0] != pair[1])
