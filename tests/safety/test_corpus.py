"""The corpus: dev.csv was looked at while the rules were written, held_out.csv never was."""

import pytest

from bot.knowledge import Knowledge
from bot.messages import Level
from bot.safety import Screen
from bot.safety.check import everyday
from bot.safety.corpus import measure, report
from tests.safety.cases import cases_of

CAUGHT = {"en": 0.98, "es": 0.96}


def test_the_corpus_is_large_and_mixed() -> None:
    """At least 600 risks, half of them Spanish, and 600 harmless messages with at least 250 look-alikes."""
    cases = [*cases_of("dev"), *cases_of("held_out")]
    risks = [case for case in cases if case.kind == "risk"]
    assert len(risks) >= 600
    assert sum(case.language == "es" for case in risks) >= len(risks) * 0.45
    assert len(cases) - len(risks) >= 600
    assert sum(case.kind == "lookalike" for case in cases) >= 250


@pytest.mark.parametrize("part", ["dev", "held_out"])
def test_danger_is_noticed_and_the_harmless_left_alone(screen: Screen, part: str) -> None:
    """Recall and false alarms, by class and language, stay within the bars of the release."""
    shares = measure(screen, cases_of(part))
    print(f"\n{part}\n{report(shares)}")
    for language in ("en", "es"):
        assert shares["risk", language].caught >= CAUGHT[language]
        assert shares["risk", language].urgent >= 0.90
        assert shares["lookalike", language].urgent <= 0.05
        assert shares["ordinary", language].urgent <= 0.003
        assert shares["ordinary", language].caught <= 0.02


def test_ordinary_phrases_of_the_knowledge_raise_no_alarm(knowledge: Knowledge, rules: Screen) -> None:
    """Of all phrases that editors gave to ordinary topics, none is urgent and at most one in a hundred a concern."""
    levels = [rules.look(phrase).level for phrase in everyday(knowledge)]
    assert levels.count(Level.URGENT) == 0
    assert levels.count(Level.CONCERN) <= len(levels) * 0.01
