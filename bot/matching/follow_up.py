"""Messages that go on from the last topic: `and how long does it take?`, `what about at night`, `y eso duele`."""

import re
from collections.abc import Sequence

from bot.matching.normalize import tokens

LEAD = re.compile(
    r"(?:and|but|so|ok|also|what about|how about|what if|y|pero|o sea|entonces|tambien|que tal|que hay de)\b"
)
POINTING = frozenset(
    tokens(
        "it its that this those these them they he she there then more else why how explain meaning "
        "eso esa ese esto esta lo la le les ahi alli mas porque como explicame ella"
    )
)
FILLING = frozenset(
    tokens("a about and can do does is me of please s tell the to u what you de el es por que favor un")
)
LONGEST = 9
"""Words of a message that leans on what was said before."""


def leans(words: Sequence[str]) -> bool:
    """Whether a message takes its meaning from the last topic: it is short, and goes on or points back."""
    if not 0 < len(words) <= LONGEST:
        return False
    return bool(LEAD.match(" ".join(words))) or not POINTING.isdisjoint(words)


def only_leans(words: Sequence[str]) -> bool:
    """Whether nothing is left beside going on and pointing back: `tell me more`, `why?`, `y eso?`."""
    rest = LEAD.sub("", " ".join(words)).split()
    return bool(words) and all(word in POINTING or word in FILLING for word in rest)
