import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Decision, Understander
from tests.matching.conftest import Notebook, small_conditions, small_phrases


@pytest.mark.parametrize(
    ("typed", "topic", "language"),
    [
        ("whats your nmber", "phone", "en"),
        ("a que hora abren los domingos", "hours", "es"),
        ("cuanto cuesta cada sesion", "cost", "es"),
        ("i dont want to live", "crisis", "en"),
    ],
)
def test_sure(understander: Understander, typed: str, topic: str, language: str) -> None:
    """A clear question is answered, in the language that it is written in."""
    understood = understander.understand(typed)
    assert understood.decision is Decision.SURE
    assert (understood.answered, understood.language) == ((topic,), language)
    assert understood.offered == ()


@pytest.mark.parametrize("typed", ["", " \n", "???", "😀", "\x00", "!!!" * 900])
def test_nothing_said_is_lost(understander: Understander, typed: str) -> None:
    """A message without a word is lost, not guessed at."""
    assert understander.understand(typed).decision is Decision.LOST


def test_a_none_message_is_not_answered(understander: Understander) -> None:
    """What belongs to no topic is never answered as one."""
    for typed in ("who won the game", "how do i bake a bread", "quien gano el partido"):
        assert understander.understand(typed).answered == ()


def test_between_topics_it_offers() -> None:
    """A message between topics is answered by buttons: up to three, the fitting one among them."""
    strict = Understander.fit(small_phrases(), wrong_answer_rate=0.001)
    understood = strict.understand("a session on sunday")
    assert understood.decision is Decision.UNSURE
    assert {"session", "hours"} <= set(understood.offered)
    assert len(understood.offered) <= 3


def test_two_questions_get_two_answers(understander: Understander) -> None:
    """A message that asks two things is answered twice, in its own order."""
    understood = understander.understand("do you treat depression? and how much is it")
    assert understood.answered == ("conditions", "cost")
    understood = understander.understand("how much is it? and do you treat depression")
    assert understood.answered == ("cost", "conditions")


def test_the_question_is_found_in_a_story(understander: Understander) -> None:
    """A long story is answered by the question in it."""
    story = (
        "My neighbor drove me to the market yesterday and we talked about her garden for a while, "
        "then she told me about this place, how much is it?"
    )
    assert "cost" in understander.understand(story).answered


@pytest.mark.parametrize("typed", ["lupus", "what about lupus?", "y el lupus"])
def test_a_bare_condition_asks_whether_it_is_treated(understander: Understander, typed: str) -> None:
    """The name of a condition alone is a question about it, listed or not."""
    understood = understander.understand(typed)
    assert (understood.answered, understood.condition) == (("conditions",), "lupus")


def test_treating_an_unheard_condition(understander: Understander) -> None:
    """`Do you treat X` is understood for a condition that no phrase names, misspelt too."""
    for typed, condition in (("do you treat lupus", "lupus"), ("do you treat combat trauma", "ptsd")):
        understood = understander.understand(typed)
        assert (understood.answered, understood.condition) == (("conditions",), condition)
    assert understander.understand("can you help with bipoler").condition == "bipolar"


def test_a_condition_does_not_hide_the_question(understander: Understander) -> None:
    """What is asked beside a condition is answered, and the condition is still told."""
    understood = understander.understand("how much is it for ptsd")
    assert (understood.answered, understood.condition) == (("cost",), "ptsd")


@pytest.mark.parametrize("typed", ["tell me more", "why?", "y eso?", "and that"])
@pytest.mark.parametrize("last", ["session", "cost"])
def test_leaning_on_the_last_topic(understander: Understander, typed: str, last: str) -> None:
    """A message that only points back is about the last topic."""
    assert understander.understand(typed, last_topic=last).answered == (last,)


def test_a_new_question_wins_over_the_last_topic(understander: Understander) -> None:
    """A clear question is answered whatever came before, and an unknown last topic does no harm."""
    for last in ("session", "phone", "no-such-topic", ""):
        assert understander.understand("and how much is it", last_topic=last).answered == ("cost",)


def test_the_last_topic_decides_between_close_ones(understander: Understander) -> None:
    """What is open between topics is read as the one just talked about."""
    typed = "how long is it then"
    assert understander.understand(typed, last_topic="session").answered == ("session",)


@pytest.mark.parametrize("typed", ["whats teh pirce", "how mcuh is it", "wat does one infusoin cost", "cuanto cuseta"])
def test_slips_of_the_finger_are_read_over(understander: Understander, typed: str) -> None:
    """A mistyped message is read as it stands and as its words were mended, and answered all the same."""
    understood = understander.understand(typed)
    assert understood.corrections
    assert understood.answered == ("cost",)


def test_why(understander: Understander) -> None:
    """The grounds name the phrases that spoke, the mended text, the runner-up and the thresholds."""
    why = understander.why("whats the pirce")
    assert why.understanding.answered == ("cost",)
    assert why.read_as == "whats the price"
    assert why.understanding.corrections[0].read_as == "price"
    assert why.witnesses[0].topic == "cost"
    assert "price" in why.witnesses[0].phrase
    assert why.runner_up is not None
    assert why.runner_up.topic != "cost"
    assert 0 < why.sure_from <= why.understanding.score
    assert why.unsure_from > 0


def test_why_of_nothing(understander: Understander) -> None:
    """Even an empty message has its grounds."""
    assert understander.why("").understanding.decision is Decision.LOST


def test_a_stricter_rate_answers_less() -> None:
    """The operator's wrong-answer rate moves the threshold."""
    strict = Understander.fit(small_phrases(), wrong_answer_rate=0.001)
    lax = Understander.fit(small_phrases(), wrong_answer_rate=0.3)
    assert strict.calibration.sure_from > lax.calibration.sure_from


@pytest.mark.parametrize("rate", [0, 1, -0.5, 3])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    """A wrong-answer rate is a share."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        Understander.fit(small_phrases(), wrong_answer_rate=rate)


def test_it_works_without_encoder_none_phrases_and_conditions() -> None:
    """Nothing but two topics is needed."""
    understander = Understander.fit(
        [(phrase, topic, language) for phrase, topic, language in small_phrases() if topic in {"cost", "phone"}],
        memory=Notebook(),
    )
    assert understander.why("how much is it").ranked[0].topic == "cost"


@given(st.text(max_size=300), st.sampled_from(["", "session", "conditions"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood_somehow(understander: Understander, typed: str, last: str) -> None:
    """No text raises, decisions and topics agree, and the same text is always understood alike."""
    understood = understander.understand(typed, last_topic=last)
    assert (understood.decision is Decision.SURE) == bool(understood.answered)
    assert (understood.decision is Decision.UNSURE) == bool(understood.offered)
    assert len(understood.answered) <= 2
    assert len(understood.offered) <= 3
    assert "none" not in understood.answered + understood.offered
    assert 0 <= understood.score <= 1
    assert understander.understand(typed, last_topic=last) == understood


@pytest.mark.parametrize("piece", ["a", "😀", "how much is it, ", "\u202eabc ", "x y z. ", "\ud800"])
def test_a_huge_message_is_read_in_part(understander: Understander, piece: str) -> None:
    """A hundred thousand characters are no more work than two screens of them."""
    huge = piece * (100_000 // len(piece))
    assert understander.understand(huge) == understander.understand(huge[:4000])


def test_conditions_with_one_name_in_common() -> None:
    """Where two conditions share a name the first keeps it."""
    twice = [*small_conditions(), small_conditions()[0].model_copy(update={"id": "other"})]
    understander = Understander.fit(small_phrases(), twice)
    assert understander.understand("ptsd").condition == "ptsd"
