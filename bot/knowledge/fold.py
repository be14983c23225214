"""How words are compared: without case, accents and punctuation."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Lower case, no accents, single spaces, no punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
