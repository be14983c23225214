import numpy as np
import pytest

from bot.matching import Detector, Encoder, Phrase, learn_detector
from bot.matching.detector import grounds
from tests.matching.conftest import Notebook

KINDS = ("crisis", "overdose")
PHRASES = {
    "crisis": "i want to die|i cant go on living|everybody is better off without me|nothing left to live for|"
    "i wish i would not wake up|thinking of ending my life",
    "overdose": "he is not breathing|she took too many pills|my chest hurts and i cant breathe|his lips are blue|"
    "she wont wake up|he swallowed the whole bottle",
    "harmless": "this traffic is killing me|dying to know the price|i died laughing|my phone is dead",
    "ordinary": "how much is it|what is the price|do you take payments|where are you|is there parking|how long is it|"
    "can i eat before|do i need a ride home",
    "none": "who won the game|will it rain|my dog has fleas|what time is the bus",
}
ALL = [Phrase(topic, text) for topic, texts in PHRASES.items() for text in texts.split("|")]


@pytest.fixture(scope="module")
def learned(encoder: Encoder) -> tuple[Detector, list[tuple[Phrase, float]]]:
    """A detector that learned a few phrases, and what it makes of each of them."""
    return learn_detector(ALL, KINDS, encoder)


@pytest.mark.parametrize(
    ("text", "kind"), [("i dont want to go on living", "crisis"), ("grandpa swallowed all his pills", "overdose")]
)
def test_its_kinds_are_likelier_than_anything_else(
    learned: tuple[Detector, object], encoder: Encoder, text: str, kind: str
) -> None:
    """What is like a kind has a greater chance than a figure of speech or a question, and the right kind."""
    detector, _ = learned
    found, *others = detector.judge(
        [text, "this wait is killing me", "how much do six cost", "is there a bus"], encoder
    )
    assert found.kind == kind
    assert all(0 <= other.chance < found.chance <= 1 for other in others)


def test_every_phrase_is_judged_by_the_others(learned: tuple[object, list[tuple[Phrase, float]]]) -> None:
    """Each phrase has its chance in [0, 1], those of the kinds a higher one on average."""
    _, judged = learned
    assert sorted(phrase for phrase, _ in judged) == sorted(ALL)
    assert all(0 <= chance <= 1 for _, chance in judged)
    meant = [chance for phrase, chance in judged if phrase.topic in KINDS]
    others = [chance for phrase, chance in judged if phrase.topic not in KINDS]
    assert np.mean(meant) > 2 * np.mean(others)


def test_what_was_learned_is_remembered(encoder: Encoder) -> None:
    """The minutes are spent once: the same phrases give the same detector from memory, others a new one."""
    memory = Notebook()
    first, known = learn_detector(ALL, KINDS, encoder, memory)
    puts = memory.puts
    again, judged = learn_detector(ALL, KINDS, encoder, memory)
    assert memory.puts == puts
    assert (again.written(), judged) == (first.written(), known)
    assert learn_detector(ALL[:-1], KINDS, encoder, memory)[0].written() != first.written()


def test_summed_up_it_says_what_the_phrases_say(learned: tuple[Detector, object], encoder: Encoder) -> None:
    """A learned phrase is judged far on its own side: the sums hold what the regression over phrases learned."""
    detector, _ = learned
    chances = [found.chance for found in detector.judge([phrase.text for phrase in ALL], encoder)]
    meant = [phrase.topic in KINDS for phrase in ALL]
    assert min(chance for chance, is_meant in zip(chances, meant, strict=True) if is_meant) > max(
        chance for chance, is_meant in zip(chances, meant, strict=True) if not is_meant
    )


def test_it_is_the_same_from_a_file(learned: tuple[Detector, object], encoder: Encoder) -> None:
    """Written and read again it judges alike, to the third figure."""
    detector, _ = learned
    again = Detector.read(detector.written())
    assert again is not None
    texts = ["i cant go on", "how much is it", "she took pills", ""]
    for first, second in zip(detector.judge(texts, encoder), again.judge(texts, encoder), strict=True):
        assert second.kind == first.kind
        assert second.chance == pytest.approx(first.chance, abs=0.002)


@pytest.mark.parametrize("content", [b"", b"clinic-bot", b"\x00" * 300])
def test_a_file_that_is_none_is_none(content: bytes) -> None:
    """Bytes that hold no detector are told apart from one."""
    assert Detector.read(content) is None


def test_half_a_file_is_none(learned: tuple[Detector, object]) -> None:
    """A file that was cut off is not read as something else."""
    detector, _ = learned
    whole = detector.written()
    assert Detector.read(whole[: len(whole) // 2]) is None


def test_grounds_are_the_kinds_from_the_loudest_down() -> None:
    """Which kind it is makes no difference to the chance."""
    support = np.array([[0.1, 0.5, 0.3], [0.5, 0.3, 0.1]], np.float32)
    assert grounds(support).tolist() == [pytest.approx([0.5, 0.3, 0.1, 1])] * 2
