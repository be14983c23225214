from collections.abc import Callable

import pytest

from bot.errors import KnowledgeError
from bot.knowledge import Knowledge
from bot.knowledge.fold import fold
from bot.knowledge.safety_lock import Levels
from bot.matching import NONE, Encoder, Phrase, learn_detector, sentence_encoder
from bot.messages import Level
from bot.safety.alarm import TOPICS, Alarm
from bot.safety.pieces import LONG, MOST, pieces
from bot.safety.scores import Scores, levels_of, loudest, reached_by
from bot.safety.training import HARMLESS, ORDINARY, Shelf, training

DANGER = {
    "crisis": "i want to die|i cant go on living|everybody is better off without me|nothing left to live for",
    "overdose": "he is not breathing|she took too many pills|his lips are blue|she wont wake up",
}
CALM = "how much is it|where are you|do you take payments|is there parking|how long is it|who is the doctor"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The real encoder."""
    found = sentence_encoder()
    assert found is not None
    return found


def test_no_more_than_the_rate_exceeds_a_threshold() -> None:
    """Of a hundred scores, at most two lie above the threshold for two per cent; without scores none ever does."""
    scores = [float(i) for i in range(100)]
    threshold = reached_by(scores, 0.02)
    assert sum(score > threshold for score in scores) == 2
    assert reached_by([], 0.02) == float("inf")


def test_what_is_learned_holds_every_phrase_once(knowledge: Knowledge) -> None:
    """Danger, what only sounds like it, ordinary phrases: each once, danger first where two are alike."""
    phrases = training(knowledge)
    folded = [fold(phrase.text) or phrase.text for phrase in phrases]
    assert len(folded) == len(set(folded))
    assert {phrase.topic for phrase in phrases} == {*TOPICS, HARMLESS, ORDINARY, NONE}
    assert Phrase("crisis", knowledge.safety_phrases.hints["crisis"].es[0], "es") in phrases
    assert Phrase(HARMLESS, knowledge.safety_phrases.harmless.en[0]) in phrases


def test_levels_keep_to_the_rates() -> None:
    """Few ordinary phrases pass a concern, fewer an alarm, and what is doubted lies below both."""
    judged = [(Phrase(ORDINARY, f"o{i}"), i / 2000) for i in range(1000)]
    judged += [(Phrase(HARMLESS, f"h{i}"), i / 1000) for i in range(600)]
    judged += [(Phrase("crisis", f"c{i}"), i / 100) for i in range(100)]
    levels = levels_of(judged)
    ordinary = [chance for phrase, chance in judged if phrase.topic == ORDINARY]
    harmless = [chance for phrase, chance in judged if phrase.topic == HARMLESS]
    assert 0 < sum(chance > levels.concern for chance in ordinary) <= 54
    assert sum(chance > levels.urgent for chance in ordinary) <= 7
    assert sum(chance > levels.urgent for chance in harmless) <= 30
    assert levels.doubt < levels.concern < levels.urgent


def test_a_clause_in_a_story_is_heard(encoder: Encoder) -> None:
    """Around a clause of danger two hundred calm words make little difference."""
    found = [Phrase(topic, text) for topic, texts in DANGER.items() for text in texts.split("|")]
    found += [Phrase(ORDINARY, text) for text in CALM.split("|")]
    detector, _ = learn_detector(found, list(DANGER), encoder)
    story = "we drove to my sister for the weekend and it rained and how much is it and where is the parking " * 10
    calm = loudest(detector, story, encoder)
    told = loudest(detector, f"{story} i want to die there is nothing left to live for i cant go on {story}", encoder)
    assert told.topic == "crisis"
    assert told.chance > calm.chance + 0.1


@pytest.mark.parametrize("text", ["", "911", "310 555 0123", "👍", "...?"])
def test_figures_and_signs_are_left_to_the_rules(look: Callable[[str], Alarm], text: str) -> None:
    """A number typed into the form is a number."""
    assert look(text).level is Level.NONE


@pytest.mark.parametrize("count", [0, 1, LONG, LONG + 1, 100, 101, 500])
def test_pieces_hold_every_word(count: int) -> None:
    """A short text stays whole; of a long one no word is lost."""
    words = [f"w{i}" for i in range(count)]
    found = pieces(" ".join(words))
    assert {word for piece in found for word in piece.split()} == set(words)
    assert (len(found) == 1) == (count <= LONG)


def test_of_an_endless_text_both_ends_are_judged() -> None:
    """The time for any text is bounded."""
    found = pieces(" ".join(f"w{i}" for i in range(50_000)))
    assert len(found) == MOST
    assert found[0].startswith("w0 ")
    assert found[-1].endswith(" w49999")


def test_a_damaged_model_says_what_to_do(encoder: Encoder) -> None:
    """A safety.model that cannot be read keeps the bot from starting half blind."""
    with pytest.raises(KnowledgeError, match=r"safety\.model is damaged"):
        Scores.read(b"half of it", Levels(concern=0.5, urgent=0.9, doubt=0.1), encoder, str)


class _Drawer(dict[str, bytes]):
    def put(self, name: str, content: bytes) -> None:
        self[name] = content


def test_the_detector_keeps_its_things_apart() -> None:
    """What the detector puts away does not replace the matcher's; it reads the matcher's where it has none yet."""
    drawer = _Drawer(embeddings=b"matcher")
    shelf = Shelf(drawer)
    assert shelf.get("embeddings") == b"matcher"
    shelf.put("embeddings", b"own")
    assert (shelf.get("embeddings"), drawer["embeddings"]) == (b"own", b"matcher")
