"""The parts of a message: sentences and clauses, among which the question stands in a story."""

import re

from bot.matching.normalize import tokens

BREAK = re.compile(
    r"(?<=[.?!;])\s+|\n+|,\s+|\s+[-–—]+\s+|\s+(?:and|but|also|plus|or|so|n|y|e|o|pero|además|también|&|\+)\s+",
    re.IGNORECASE,
)
MOST = 6
"""Parts of one message that are looked at."""
SHORTEST = 12
"""Words of a part in a long message: shorter neighbours are taken together."""


def parts(text: str) -> tuple[str, ...]:
    """The parts of a message in order, none where it is of one piece; of a long one the first and last parts."""
    found = [part.strip(" ,.") for part in BREAK.split(text)]
    found = [part for part in found if tokens(part)]
    if len(found) > MOST:
        found = _joined(found)
    if len(found) > MOST:
        found = found[: MOST // 2] + found[-MOST // 2 :]
    return tuple(dict.fromkeys(found)) if len(found) > 1 else ()


def _joined(found: list[str]) -> list[str]:
    together: list[str] = []
    for part in found:
        if together and len(together[-1].split()) < SHORTEST:
            together[-1] += ", " + part
        else:
            together.append(part)
    return together
