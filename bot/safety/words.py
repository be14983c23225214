"""A message as sentences of plain words, however it was typed: any Unicode, leetspeak, s p a c e d or stretched."""

import re
import unicodedata

LONGEST = 4_096
"""Characters looked at; of a longer text, the first and the last half of these."""

_LETTERS_APART = re.compile(r"(?<!\w)(?:\w[\s.*_-]{1,2}){3,}\w(?!\w)")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_STRETCHED = re.compile(r"(\D)\1{2,}")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ\u00ad\u200b\u200c\u200d\u2060\ufe0f\ufeff"))
_CENSORED = re.compile(r"(?<=\w)[*_](?=\w)")
_TOKEN = re.compile(r"[a-z0-9@$]+|[.!?;\n…]+|[\u2190-\u2bff\U0001f300-\U0001faff]")
_LOOKS_LIKE = str.maketrans("асеорхуіѕԁтнкмвαεοικντρυ", "aceopxyisdthkmbaeoikvtpu")


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text, each a list of bare lower-case words, figures and single emoji."""
    found: list[list[str]] = [[]]
    for token in _TOKEN.findall(_plain(_bounded(text))):
        if token[0] in ".!?;\n…":
            if found[-1]:
                found.append([])
        else:
            found[-1].append(token)
    return found if found[-1] else found[:-1]


def _bounded(text: str) -> str:
    half = LONGEST // 2
    return text if len(text) <= LONGEST else f"{text[:half]}\n{text[-half:]}"


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and invisible characters, look-alike letters as Latin ones."""
    folded = text.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded).casefold().translate(_LOOKS_LIKE)
        folded = "".join(char for char in parts if not unicodedata.combining(char))
    return folded.translate(_APOSTROPHES)


def _plain(text: str) -> str:
    joined = _LETTERS_APART.sub(lambda match: f" {_NOT_A_LETTER.sub('', match[0])} ", fold(text))
    return _STRETCHED.sub(r"\1\1", _CENSORED.sub("", joined))
