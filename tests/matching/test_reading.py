from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import Encoder
from bot.matching.features import Index, letter_features, word_features
from bot.matching.normalize import tidy, tokens
from bot.matching.parts import MOST, parts
from bot.matching.reader import LONGEST, Reader
from bot.matching.results import Correction
from bot.matching.vocabulary import Vocabulary
from tests.matching.conftest import small_phrases

READER = Reader.of([(phrase, language) for phrase, _, language in small_phrases()], None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("What’s your Number?", ("whats", "your", "number")),
        ("AÑO de depresión", ("ano", "de", "depresion")),
        ("heeeey 😀😀 soooooo much", ("hey", "so", "much")),
        ("ｆｕｌｌ　ｗｉｄｔｈ ½", ("full", "width", "1", "2")),
        ("e\u0301xito\x00now", ("exito", "now")),
        ("مرحبا", ()),
        ("", ()),
    ],
)
def test_words(typed: str, words: tuple[str, ...]) -> None:
    """Case, accents, apostrophes, emoji, stretched letters and wide letters make no difference."""
    assert tokens(typed) == words


@given(st.text())
def test_tidying_twice_changes_nothing_more(typed: str) -> None:
    """A tidy text stays as it is, whatever was typed, so that phrases and messages are compared alike."""
    assert tokens(tidy(typed)) == tokens(typed)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("numbr", "number"),
        ("sesson", "session"),
        ("depresson", "depression"),
        ("expnsive", "expensive"),
        ("mch", "much"),
        ("ticket", "ticket"),
        ("12345", "12345"),
        ("zq", "zq"),
    ],
)
def test_spelling(typed: str, read_as: str) -> None:
    """An unknown word becomes the nearest known one; far words, numbers and scraps stay."""
    assert READER.speller.mend([typed], "en")[0] == (read_as,)


def test_a_neighbouring_key_is_likelier_than_a_far_one() -> None:
    """A thumb that misses hits the key beside: `noq` is "now" rather than "no", which occurs as often."""
    reader = Reader.of([("no then", "en"), ("now then", "en")] * 3, None)
    assert reader.speller.mend(["noq"], "en")[0] == ("now",)


def test_neighbours_decide_between_likely_words() -> None:
    """What stands beside a word tells which of two equally near ones is meant."""
    reader = Reader.of([("do you have the ride", "en"), ("do you hate a rude bot", "en")], None)
    assert reader.message("have the rde").words[2] == "ride"
    assert reader.message("a rde bot").words[1] == "rude"


def test_words_known_elsewhere_are_no_mistakes(encoder: Encoder) -> None:
    """A word that the encoder knows is not mended to a phrase's word."""
    reader = Reader.of([("how do i call you", "en"), ("open at night", "en")], encoder)
    assert reader.speller.mend(["right"], "en")[0] == ("right",)
    assert READER.speller.mend(["nightt"], "en")[0] == ("night",)


def test_mends_show_in_words_and_sentence() -> None:
    """The mended word stands in the sentence that the encoder reads, and the patient's word is reported."""
    read = READER.message("Whats the PIRCE of it?")
    assert read.words == ("whats", "the", "price", "of", "it")
    assert read.tidy == "Whats the price of it?"
    assert read.corrections == (Correction("pirce", "price"),)


def test_a_mend_that_changes_the_first_letter_stays_out_of_the_sentence() -> None:
    """People seldom mistype the first letter: such a mend helps the words, but the sentence keeps what was typed."""
    read = READER.message("aession please")
    assert read.words[0] == "session"
    assert read.tidy == "aession please"


def test_a_mended_text_is_whole() -> None:
    """Of a text beyond what is read nothing is lost: what stands at its end may be what matters."""
    text = f"whats the pirce {'so ' * LONGEST}goodbye"
    assert READER.mended(text).startswith("whats the price so so")
    assert READER.mended(text).endswith("so goodbye")


def test_gibberish_is_mended_in_bounds() -> None:
    """A text of nothing but unknown words is mended in part only, so that it cannot take long."""
    words = [f"sessio{a}{b}" for a in "bcdfghjk" for b in "lmnpqrstvw"]
    assert len(READER.speller.mend(words, "en")[1]) <= 48


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("how much is it", "en"),
        ("cuánto cuesta", "es"),
        ("a que hora abren los domingos", "es"),
        ("ñ", None),
        ("ptsd", None),
        ("12345 ???", None),
        ("", None),
    ],
)
def test_language(typed: str, language: str | None) -> None:
    """The phrases' own words tell the language of a message, and say so when they cannot."""
    assert READER.message(typed).language == language


def test_language_of_one_language_alone() -> None:
    """Phrases in one language cannot tell it from another, and their words are at home in it."""
    vocabulary = Vocabulary.of([("cuánto cuesta", "es")])
    assert vocabulary.language("cuánto cuesta") is None
    assert vocabulary.home("cuesta") == "es"


def test_parts_of_a_story() -> None:
    """Sentences and clauses are parts; one piece has none."""
    assert parts("my son is not well, how much is it and when are you open?") == (
        "my son is not well",
        "how much is it",
        "when are you open?",
    )
    assert parts("how much is it") == ()


@given(st.text(max_size=400))
def test_parts_are_few(typed: str) -> None:
    """Any text has at most a handful of parts, so that a long one cannot take long."""
    assert len(parts(typed)) <= MOST


def test_features() -> None:
    """Words stand alone and in pairs; letters in groups of two to five with the word's ends."""
    assert word_features(["open", "late"], str.upper) == ["OPEN", "LATE", "OPEN LATE"]
    assert Counter(letter_features(["ab"])) == Counter([" a", "ab", "b ", " ab", "ab ", " ab "])


def test_similarities_are_cosines() -> None:
    """A phrase is 1 like itself, 0 like what shares nothing, and symmetric in between."""
    rows = [["open", "late", "late"], ["open", "early"], ["bread"]]
    index = Index.build(rows)
    alike = [index.similarities(row) for row in rows]
    assert [round(float(alike[i][i]), 5) for i in range(3)] == [1, 1, 1]
    assert alike[0][2] == 0
    assert 0 < alike[0][1] == pytest.approx(alike[1][0])
    assert not index.similarities(["unheard"]).any()
