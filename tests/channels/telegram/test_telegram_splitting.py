import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.splitting import spans, units

FAMILY, THUMB, FLAG, ACCENT = "👨‍👩‍👧‍👦", "👍🏽", "🇺🇸", "e\u0301"


def parts(text: str, limit: int) -> list[str]:
    """The parts of a text as texts."""
    return [text[start:end] for start, end in spans(text, limit)]


def test_a_text_that_fits_stays_whole() -> None:
    """4,096 UTF-16 units are one message; one more are two."""
    assert parts("😀" * 2048, 4096) == ["😀" * 2048]
    assert [units(part) for part in parts("😀" * 2048 + "a", 4096)] == [4096, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two.\n\nThree four. Five.", ["One two.", "Three four. Five."]),
        ("One two three.\nFour five six.", ["One two three.", "Four five six."]),
        ("One two three. Four five six.", ["One two three.", "Four five six."]),
        ("onetwo threefour fivesix seven", ["onetwo threefour", "fivesix seven"]),
        ("a" * 45, ["a" * 20, "a" * 20, "a" * 5]),
    ],
)
def test_cuts_come_at_the_largest_break(text: str, expected: list[str]) -> None:
    """A text is cut between paragraphs, else lines, else sentences, else words, else letters."""
    assert parts(text, 20) == expected


def test_a_tiny_first_paragraph_does_not_stand_alone() -> None:
    """A part shorter than a quarter of a message is avoided."""
    assert parts("Hi.\n\n" + "word " * 10, 40) == ["Hi.\n\nword word word word word word word", "word word word"]


@pytest.mark.parametrize("cluster", [FAMILY, THUMB, FLAG, ACCENT])
def test_no_emoji_is_torn(cluster: str) -> None:
    """Families, skin tones, flags and accented letters stay whole wherever the limit falls."""
    for lead in range(12):
        text = "a" * lead + cluster * 40
        for part in parts(text, 25):
            assert part.removeprefix("a" * lead).replace(cluster, "") == ""


@given(
    st.text(st.sampled_from([*FAMILY, *THUMB, *FLAG, *ACCENT, "a", ".", " ", "\n"]), max_size=200), st.integers(2, 60)
)
def test_parts_fit_and_lose_nothing_but_space(text: str, limit: int) -> None:
    """Every part fits, shows something, and all of them together are the text without some white space."""
    found = parts(text, limit)
    assert all(part.strip() and units(part) <= limit for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text(max_size=300))
def test_any_unicode_can_be_split(text: str) -> None:
    """No text of any script makes the splitter fail or exceed the limit."""
    assert all(units(part) <= 16 for part in parts(text, 16))
