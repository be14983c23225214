import pytest

from bot.safety.spelling import Speller
from bot.safety.words import LONGEST, sentences

SPELLER = Speller(["kill", "myself", "suicide", "die", "want", "to", "i", "wake", "up", "wont"], ["bill", "way"])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I want to DIE", "i want to die"),
        ("i don’t", "i dont"),
        ("s u i c i d e", "suicide"),
        ("s.u.i.c.i.d.e", "suicide"),
        ("su\u200bicide", "suicide"),
        ("sui*cide", "suicide"),
        ("ѕuісіdе", "suicide"),
        ("adiós, mañana", "adios manana"),
        ("dieeeeeee", "diee"),
        ("in 1999", "in 1999"),
    ],
)
def test_any_way_of_typing_becomes_plain_words(typed: str, read: str) -> None:
    """Capitals, accents, typographic quotes, hidden signs, look-alike letters and spaced letters make no difference."""
    assert [" ".join(words) for words in sentences(typed)] == [read]


def test_sentences_are_kept_apart() -> None:
    """A full stop, a question mark or a new line ends a sentence, so that no rule reaches across."""
    assert sentences("One two. Three?\nfour") == [["one", "two"], ["three"], ["four"]]


def test_a_long_text_is_read_at_both_ends() -> None:
    """Of a text beyond the bound, the beginning and the end are read."""
    words = [word for words in sentences("first " + "x" * 3 * LONGEST + " last") for word in words]
    assert words[0] == "first"
    assert words[-1] == "last"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k1ll", ["kill"]),
        ("d1e", ["die"]),
        ("diee", ["die"]),
        ("sucide", ["suicide"]),
        ("iwanttodie", ["i", "want", "to", "die"]),
        ("wontwakeup", ["wont", "wake", "up"]),
        ("2014", ["#year"]),
        ("20mg", ["#", "mg"]),
        ("bill", ["bill"]),
        ("xqzvw", ["xqzvw"]),
    ],
)
def test_a_mistyped_word_is_read_as_the_nearest_word_of_the_rules(typed: str, meant: list[str]) -> None:
    """Leetspeak, stretched, mistyped and glued words are mended; everyday and unknown words stay as they are."""
    assert SPELLER.read(typed) == meant
