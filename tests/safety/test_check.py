from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.load import Folder, Knowledge, load
from bot.knowledge.safety_lock import SafetyLock, read_lock, write_lock
from bot.safety.check import accepted, check_safety
from tests.safety.cases import cases_of

SHIPPED = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 12, 1)
CASES = cases_of("dev")


@pytest.fixture
def editors(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that a test may change."""
    return Path(copytree(SHIPPED, tmp_path / "knowledge"))


def _load(root: Path) -> tuple[Knowledge, Folder, SafetyLock | None]:
    knowledge, folder = load(root)
    assert knowledge is not None
    return knowledge, folder, read_lock(root)


def _change(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_files_are_accepted() -> None:
    """The shipped safety.yaml has no problem, with the corpus at hand or without."""
    assert check_safety(*_load(SHIPPED), CASES, TODAY) == []
    assert check_safety(*_load(SHIPPED), None, TODAY) == []


def test_the_lock_records_what_the_rules_reach() -> None:
    """The recall in safety.lock is the measured one."""
    knowledge, _, lock = _load(SHIPPED)
    assert lock == accepted(knowledge, CASES)


def test_a_change_that_misses_more_is_refused(editors: Path) -> None:
    """Taking a rule away lowers the measured recall, and the check says by how much."""
    _change(editors, "safety.yaml", "topic: overdose\n    any:", "topic: overdose\n    level: concern\n    any:")
    problems = check_safety(*_load(editors), CASES, TODAY)
    assert [problem.level for problem in problems] == ["error"]
    assert "misses more" in problems[0].message


def test_a_harmless_change_asks_to_be_accepted(editors: Path) -> None:
    """A changed reply loses nothing: a warning asks for acceptance, and acceptance settles it."""
    _change(editors, "safety.yaml", "Are you safe right now?", "Are you safe at this moment?")
    knowledge, folder, lock = _load(editors)
    assert [problem.level for problem in check_safety(knowledge, folder, lock, CASES, TODAY)] == ["warning"]
    write_lock(editors, accepted(knowledge, CASES))
    assert check_safety(knowledge, folder, read_lock(editors), CASES, TODAY) == []


def test_a_change_that_cannot_be_measured_is_refused(editors: Path) -> None:
    """Where only the knowledge is deployed, a change that was never measured keeps the bot from starting."""
    _change(editors, "safety.yaml", "Are you safe right now?", "Are you safe at this moment?")
    (problem,) = check_safety(*_load(editors), None, TODAY)
    assert (problem.level, "accept-safety" in problem.message) == ("error", True)


def test_a_comment_is_no_change(editors: Path) -> None:
    """A comment or a review date needs no new acceptance."""
    _change(editors, "safety.yaml", "review:\n", "# read on a Tuesday\nreview:\n")
    assert check_safety(*_load(editors), None, TODAY) == []


def test_an_ordinary_phrase_that_alarms_is_named(editors: Path) -> None:
    """A phrase of an ordinary topic that the screen calls urgent is an error at its own line."""
    _change(editors, "topics/none.yaml", "phrases:\n  en:\n", "phrases:\n  en:\n    - i want to kill myself tonight\n")
    problems = check_safety(*_load(editors), CASES, TODAY)
    assert any(problem.path.endswith("none.yaml") and "urgent alarm" in problem.message for problem in problems)


def test_a_broken_pattern_is_named_at_its_line(editors: Path) -> None:
    """A pattern with an unknown group is an error where it stands."""
    _change(editors, "safety.yaml", "      - <suicide>\n", "      - <suicid>\n")
    (problem,) = check_safety(*_load(editors), CASES, TODAY)
    assert "no group `suicid`" in problem.message
    assert problem.line > 1


def test_an_overdue_review_is_a_warning(editors: Path) -> None:
    """After the review date the check reminds, and the bot keeps running."""
    problems = check_safety(*_load(editors), CASES, date(2030, 1, 1))
    assert [problem.level for problem in problems] == ["warning"]


def test_a_mangled_lock_is_explained(editors: Path) -> None:
    """A safety.lock that is no lock says how to write it anew."""
    (editors / "safety.lock").write_text("wordings: 1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="accept-safety"):
        read_lock(editors)
