import pytest

from bot.safety.pattern import PatternError, parse

GROUPS = {"kill": (("kill",), ("take", "out")), "self": (("myself",),)}


@pytest.mark.parametrize(
    ("pattern", "sentence", "matches"),
    [
        ("want to die", "i want to die", True),
        ("want to die", "i want to live", False),
        ("a|b c", "b c", True),
        ("a|b c", "a b c", True),
        ("<kill> ~ <self>", "take out just myself", True),
        ("<kill> ~ <self>", "kill all of myself", False),
        ("no .. left", "no reason at all left", True),
        ("no .. left", "no one two three four left", False),
        ("no ... left", "no 1 2 3 4 5 6 left", True),
        ("to? die", "die", True),
        ("^ suicidal $", "suicidal", True),
        ("^ suicidal $", "not suicidal", False),
        ("done with|$", "im done", True),
        ("done with|$", "done now", False),
        ("give_up now", "give up now", True),
        ("ojalá", "ojala", True),
    ],
)
def test_a_pattern_finds_its_words_in_order(pattern: str, sentence: str, matches: bool) -> None:
    """Choices, groups, gaps, edges, optional and kept-together words each mean what docs/safety.md says."""
    found = parse(pattern, GROUPS, {})
    words = sentence.split()
    assert any(found.find(words, at) for at in range(len(words))) is matches


def test_only_the_named_words_are_taken() -> None:
    """The places that a pattern takes leave out the words in its gaps."""
    assert parse("kill .. pain", GROUPS, {}).find(["kill", "all", "the", "pain"], 0) == frozenset({0, 3})


def test_the_anchor_is_the_rarest_word() -> None:
    """A pattern is tried only where its rarest word stands, which keeps the screen quick."""
    assert set(parse("i want die", GROUPS, {"i": 900, "want": 300, "die": 2}).anchor.wordings) == {"die"}


@pytest.mark.parametrize("pattern", ["<nobody> dies", "to? ..", "^ $"])
def test_a_pattern_without_a_known_word_is_refused(pattern: str) -> None:
    """An unknown group, or nothing that must be there, is an error that names the pattern's fault."""
    with pytest.raises(PatternError, match=r"group|no word"):
        parse(pattern, GROUPS, {})
