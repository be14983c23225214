from dataclasses import replace

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.fold import fold
from bot.knowledge.models import Phrases
from bot.matching import NONE, Matcher, Phrase
from bot.safety.scores import Scores, loudest, reached_by
from bot.safety.training import NEAREST, Shelf, nearest, training


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A small matcher of topics with ordinary phrases and plain danger."""
    pairs = [
        ("how much is it", "cost"),
        ("what is the price", "cost"),
        ("where are you", "address"),
        ("your address please", "address"),
        ("i want to die", "crisis"),
        ("he is not breathing", "overdose"),
    ]
    return Matcher.learn([Phrase(topic, text) for text, topic in pairs], None)


def test_no_more_than_the_rate_exceeds_a_threshold() -> None:
    """Of a hundred scores, at most two lie above the threshold for two per cent; without scores none ever does."""
    scores = [float(i) for i in range(100)]
    threshold = reached_by(scores, 0.02)
    assert sum(score > threshold for score in scores) == 2
    assert reached_by([], 0.02) == float("inf")


@pytest.mark.parametrize(
    ("rows", "danger"), [([[0.1, 0.1]], 0.2), ([[0.1, 0.1], [0.9, 0.1]], 0.63), ([[0.6, 0.2], [0.0, 0.0]], 0.8)]
)
def test_a_clause_in_a_story_is_heard(rows: list[list[float]], danger: float) -> None:
    """A part that sounds dangerous raises the whole, and a calm part does not lower it."""
    assert sum(loudest(rows)) == pytest.approx(danger)


def test_what_is_learned_holds_every_phrase_once(knowledge: Knowledge, matcher: Matcher) -> None:
    """Danger, what only sounds like it, and ordinary phrases: each once, danger first where two are alike."""
    phrases = training(knowledge, matcher)
    folded = [fold(phrase.text) or phrase.text for phrase in phrases]
    assert len(folded) == len(set(folded))
    assert {phrase.topic for phrase in phrases} == {NONE, *knowledge.safety_phrases.topics}
    assert Phrase("crisis", knowledge.safety_phrases.hints["crisis"].es[0], "es") in phrases
    assert Phrase(NONE, knowledge.safety_phrases.harmless.en[0]) in phrases
    assert {"how much is it", "where are you"} <= {phrase.text for phrase in phrases}


def test_only_ordinary_phrases_are_nearest(matcher: Matcher) -> None:
    """The ordinary phrases that look most alarming are taken, no more of them than are useful."""
    found = nearest(matcher)
    assert {phrase.topic for phrase in found} == {"cost", "address"}
    assert len(found) <= NEAREST


class _Drawer(dict[str, bytes]):
    def put(self, name: str, content: bytes) -> None:
        self[name] = content


def test_the_detector_keeps_its_things_apart() -> None:
    """What the detector puts away does not replace the matcher's; it reads the matcher's where it has none yet."""
    drawer = _Drawer(weights=b"matcher")
    shelf = Shelf(drawer)
    assert shelf.get("weights") == b"matcher"
    shelf.put("weights", b"own")
    assert (shelf.get("weights"), drawer["weights"]) == (b"own", b"matcher")


def test_thresholds_are_in_order(knowledge: Knowledge, matcher: Matcher) -> None:
    """Without the encoder the detector learns as well: what is doubted lies below a concern, that below an alarm."""
    file = knowledge.safety_phrases
    few = {topic: Phrases(en=phrases.en[:20]) for topic, phrases in file.topics.items()}
    small = file.model_copy(update={"topics": few, "hints": {}, "harmless": Phrases(en=file.harmless.en[:50])})
    scores = Scores.learn(replace(knowledge, safety_phrases=small), matcher)
    assert scores.concern <= scores.urgent
    assert sum(scores.of(few["crisis"].en[0]).values()) > sum(scores.of("how much is it").values())
