"""At concern: a support line first, then what the message would have got without it."""

from dataclasses import replace

import pytest

from bot.conversation.engine import Engine
from bot.conversation.events import QuestionUnanswered, SafetyRaised
from bot.messages import Level
from bot.safety import Alarm
from tests.talking import Patient


@pytest.fixture
def worrying(engine: Engine) -> Patient:
    """A patient all of whose words are a concern."""
    alarm = Alarm(Level.CONCERN, "crisis", "crisis")
    return Patient(Engine(replace(engine.parts, look=lambda _: alarm)))


def test_an_answer_comes_after_the_support_line(worrying: Patient) -> None:
    """The question is answered all the same."""
    worrying.says("how much does an infusion cost")
    assert "988" in worrying.replies[0].text
    assert len(worrying.replies) > 1
    assert [type(event) for event in worrying.events] == [SafetyRaised]


def test_choices_come_after_the_support_line(engine: Engine, worrying: Patient) -> None:
    """Where the bot is unsure it offers the same topics as ever, and the message is in no list of gaps."""
    vague = "hours insurance doctor"
    plain = Patient(engine)
    plain.says(vague)
    worrying.says(vague)
    assert [button.label for button in worrying.buttons] == [button.label for button in plain.buttons]
    assert "988" in worrying.replies[0].text
    assert any(isinstance(event, QuestionUnanswered) for event in plain.events)
    assert [type(event) for event in worrying.events] == [SafetyRaised]


def test_without_a_question_the_support_line_stands_alone(worrying: Patient) -> None:
    """No `I do not have an answer to that` after words that worry."""
    worrying.says("zwrptk bqrst")
    assert "988" in worrying.replies[0].text
    assert not any(isinstance(event, QuestionUnanswered) for event in worrying.events)
