"""The corpus: dev.csv was looked at and is learned from, so its figures flatter; held_out.csv never was."""

from collections.abc import Callable, Mapping

import pytest

from bot.knowledge import Knowledge
from bot.messages import LANGUAGES, Language, Level
from bot.safety import Alarm, Screen
from bot.safety.check import everyday
from bot.safety.corpus import Key, Shares, measure, report
from tests.safety.cases import cases_of

Look = Callable[[str], Alarm]
FLOORS: dict[Language, tuple[float, float]] = {"en": (0.98, 0.90), "es": (0.96, 0.90)}
"""Caught and urgent risks of the unseen part: the bars."""
MOST_LOOK_ALIKES = 0.05
MOST_ORDINARY = 0.02


def test_the_corpus_is_large_and_mixed() -> None:
    """At least 600 risks, half of them Spanish, and 600 harmless messages with at least 250 look-alikes."""
    cases = [*cases_of("dev"), *cases_of("held_out")]
    risks = [case for case in cases if case.kind == "risk"]
    assert len(risks) >= 600
    assert sum(case.language == "es" for case in risks) >= len(risks) * 0.45
    assert len(cases) - len(risks) >= 600
    assert sum(case.kind == "lookalike" for case in cases) >= 250


def test_danger_is_noticed_in_the_messages_looked_at(look: Look) -> None:
    """On the part that the rules were written on, recall and false alarms stay within the bars of the release."""
    shares = measure(look, cases_of("dev"))
    print(f"\ndev.csv, looked at and learned from\n{report(shares)}")
    for language in LANGUAGES:
        assert shares["risk", language].caught >= 0.98
        assert shares["risk", language].urgent >= 0.97
        assert shares["lookalike", language].urgent <= 0.05
        assert shares["ordinary", language].urgent == 0
        assert shares["ordinary", language].caught <= 0.02


@pytest.fixture(scope="module")
def unseen(look: Look) -> Mapping[Key, Shares]:
    """The figures on messages that nobody looked at."""
    shares = measure(look, cases_of("held_out"))
    print(f"\nheld_out.csv, never looked at\n{report(shares)}")
    return shares


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_in_unseen_messages_is_noticed_no_less_than_before(
    unseen: Mapping[Key, Shares], language: Language
) -> None:
    """On messages never looked at, no fewer in danger are noticed than docs/safety.md says."""
    caught, urgent = FLOORS[language]
    assert unseen["risk", language].caught >= caught
    assert unseen["risk", language].urgent >= urgent


@pytest.mark.parametrize("language", LANGUAGES)
def test_unseen_harmless_messages_raise_no_more_alarms_than_before(
    unseen: Mapping[Key, Shares], language: Language
) -> None:
    """On messages never looked at, no ordinary one is urgent, and few harmless ones are noticed."""
    assert unseen["lookalike", language].urgent <= MOST_LOOK_ALIKES
    assert unseen["ordinary", language].urgent == 0
    assert unseen["ordinary", language].caught <= MOST_ORDINARY


def test_ordinary_phrases_of_the_knowledge_raise_no_alarm(knowledge: Knowledge, rules: Screen) -> None:
    """Of all phrases that editors gave to ordinary topics, none is urgent and at most one in a hundred a concern."""
    levels = [rules.look(phrase).level for phrase in everyday(knowledge)]
    assert levels.count(Level.URGENT) == 0
    assert levels.count(Level.CONCERN) <= len(levels) * 0.01


@pytest.mark.parametrize(
    "text",
    [
        "i told everybody goodbye in my own way and gave my fish away",
        "ya regale todo y me despedi de mis hijos por carta",
    ],
)
def test_hints_without_any_usual_word_are_noticed(look: Look, text: str) -> None:
    """What no rule names is noticed by what it resembles."""
    assert look(text).level is not Level.NONE
