import re

import pytest

from bot.knowledge import Knowledge
from bot.messages import LANGUAGES

FIRST_LINE = {
    "crisis": ("988",),
    "crisis-close": ("988", "911"),
    "overdose": ("911", "naloxon"),
    "violence": ("911", "1-800-799-7233"),
    "violence-harming": ("988", "911"),
    "illicit": ("1-800-662-4357",),
}
NEVER = re.compile(r"\bcommit|\bcometer|\bpills\b|\brope\b|\bhang|\bpastillas\b|\bsoga\b", re.IGNORECASE)
NUMBERS = {"988", "911", "2", "1-800-799-7233", "1-800-662-4357"}


@pytest.mark.parametrize("key", FIRST_LINE)
def test_the_number_stands_first(knowledge: Knowledge, key: str) -> None:
    """The first line of every fixed reply holds the number to call, in both languages."""
    for language in LANGUAGES:
        first = knowledge.safety.replies[key].get(language).splitlines()[0]  # type: ignore[index]
        assert all(number in first for number in FIRST_LINE[key])


def test_replies_name_no_method_and_only_known_numbers(knowledge: Knowledge) -> None:
    """No fixed text names a method or says "commit"; every number is one of the known lines."""
    safety = knowledge.safety
    texts = [*safety.replies.values(), safety.support_line, safety.safe.ask, safety.safe.yes, safety.safe.no]
    for text in texts:
        for language in LANGUAGES:
            assert not NEVER.search(text.get(language))
            assert set(re.findall(r"\d[\d-]*", text.get(language))) <= NUMBERS


def test_spanish_readers_are_told_how_to_reach_spanish_speakers(knowledge: Knowledge) -> None:
    """Every Spanish text with 988 says to press 2 or to text AYUDA."""
    safety = knowledge.safety
    for text in [*safety.replies.values(), safety.support_line, safety.safe.yes, safety.safe.no]:
        spanish = text.get("es")
        assert "988" not in spanish or ("AYUDA" in spanish and re.search(r"oprim\w+ 2", spanish))


def test_the_question_is_closed_and_each_answer_leads_somewhere(knowledge: Knowledge) -> None:
    """The question is asked in both languages; a no leads to 911, a yes to the clinic's phone."""
    safe = knowledge.safety.safe
    assert safe.ask.en == "Are you safe right now?"
    assert (safe.ask.es or "").endswith("?")
    assert all("911" in safe.no.get(language).splitlines()[0] for language in LANGUAGES)
    assert all("{clinic.phone}" in safe.yes.get(language) for language in LANGUAGES)


def test_the_review_is_stated(knowledge: Knowledge) -> None:
    """Who reviewed the wordings, and when that is due again, is data that staff can read."""
    assert knowledge.safety.review.reviewed_by
    assert knowledge.safety.review.review_due.year >= 2026
