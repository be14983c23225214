import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.slips import slipped


def test_about_a_third_of_the_words_slip() -> None:
    """Of many words some are mistyped, each still much like itself, short ones never."""
    words = [f"treatment{i}" for i in range(300)]
    typed = slipped(" ".join(words)).split()
    changed = [pair for pair in zip(words, typed, strict=True) if pair[0] != pair[1]]
    assert 60 < len(changed) < 140
    assert all(abs(len(word) - len(slip)) <= 1 for word, slip in changed)
    assert slipped("how do i get it") == "how do i get it"


@pytest.mark.parametrize("text", ["", " ", "a", "abcd", "ñandú ñandú", "😀😀😀😀"])
def test_nothing_is_too_odd(text: str) -> None:
    """Any text slips somehow, always the same way."""
    assert slipped(text) == slipped(text)


@given(st.text(max_size=80))
def test_no_word_is_lost(text: str) -> None:
    """There are as many words as before."""
    assert len(slipped(text).split(" ")) == len(text.split(" "))
