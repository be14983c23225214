from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from bot.accepting import accept
from bot.errors import KnowledgeError
from bot.files import FolderMemory
from bot.knowledge.lines import Problem
from bot.knowledge.load import load
from bot.knowledge.safety_lock import MODEL, digest_of_bytes, read_lock, read_model
from bot.matching import sentence_encoder
from bot.safety.check import check_safety, noticed, screen_of
from bot.safety.corpus import Case
from tests.safety.cases import cases_of

SHIPPED = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 12, 1)
CASES = cases_of("dev")


_NOTHING = FolderMemory(Path("/dev/null"))


def _be_quiet(_: str) -> None:
    pass


@pytest.fixture
def editors(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge that a test may change, with the corpus where a checkout has it."""
    copytree(SHIPPED.parent / "tests" / "safety", tmp_path / "tests" / "safety", ignore=ignore_patterns("*.py"))
    return Path(copytree(SHIPPED, tmp_path / "knowledge"))


def _keep_few(path: Path) -> None:
    """Leave the first four lines of each list of phrases, so that learning takes a moment."""
    kept: list[str] = []
    run = 0
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        is_phrase = line.lstrip(" ").startswith("- ") and not line.lstrip(" ").startswith("- id:")
        run = run + 1 if is_phrase else 0
        if run <= 4:
            kept.append(line)
    path.write_text("".join(kept), encoding="utf-8")


def _problems(root: Path, cases: Sequence[Case] | None, today: date = TODAY) -> list[Problem]:
    knowledge, folder = load(root)
    assert knowledge is not None
    return check_safety(knowledge, folder, read_lock(root), digest_of_bytes(read_model(root)), cases, today)


def _change(root: Path, name: str, old: str, new: str) -> None:
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_files_are_accepted() -> None:
    """The shipped safety.yaml has no problem, with the corpus at hand or without."""
    assert _problems(SHIPPED, CASES) == []
    assert _problems(SHIPPED, None) == []


def test_the_lock_records_what_the_rules_reach() -> None:
    """The recall in safety.lock is the measured one."""
    knowledge, _ = load(SHIPPED)
    lock = read_lock(SHIPPED)
    assert knowledge is not None
    assert lock is not None
    assert lock.recall == noticed(screen_of(knowledge), CASES)


def test_a_change_that_misses_more_is_refused(editors: Path) -> None:
    """Taking a rule away lowers the measured recall, and the check says by how much."""
    _change(editors, "safety.yaml", "topic: overdose\n    any:", "topic: overdose\n    level: concern\n    any:")
    problems = _problems(editors, CASES)
    assert [problem.level for problem in problems] == ["error"]
    assert "misses more" in problems[0].message


def test_a_harmless_change_asks_to_be_accepted(editors: Path) -> None:
    """A changed reply loses nothing: a warning asks for acceptance; it settles it, and nothing is learned anew."""
    _change(editors, "safety.yaml", "Are you safe right now?", "Are you safe at this moment?")
    assert [problem.level for problem in _problems(editors, CASES)] == ["warning"]
    before = read_model(editors)
    accept(editors, None, _NOTHING, _be_quiet)
    assert _problems(editors, CASES) == []
    assert read_model(editors) == before


@pytest.fixture
def few(editors: Path) -> Path:
    """A copy with so few phrases that learning takes a moment."""
    for path in (editors / "safety-phrases.yaml", *(editors / "topics").iterdir()):
        _keep_few(path)
    return editors


def test_changed_phrases_are_learned_anew(few: Path) -> None:
    """Without a lock to compare with, the second detector is learned again, which people are told takes a while."""
    told: list[str] = []
    before = read_model(few)
    (few / "safety.lock").unlink()
    accept(few, sentence_encoder(), _NOTHING, told.append)
    assert read_model(few) != before
    assert _problems(few, CASES) == []
    assert "some minutes" in told[0]


def test_a_detector_that_notices_less_is_refused(few: Path) -> None:
    """Taking phrases of danger away leaves the rules as good as ever; on unseen messages the loss shows."""
    before, lock = read_model(few), read_lock(few)
    with pytest.raises(KnowledgeError, match="now miss more messages"):
        accept(few, sentence_encoder(), _NOTHING, _be_quiet)
    assert (read_model(few), read_lock(few)) == (before, lock)


def test_learning_needs_the_encoder(editors: Path) -> None:
    """Without the sentence encoder changed phrases cannot be accepted, and the error says so."""
    _change(
        editors,
        "safety-phrases.yaml",
        "topics:\n  crisis:\n    en:\n",
        "topics:\n  crisis:\n    en:\n      - no more\n",
    )
    with pytest.raises(KnowledgeError, match="needs the sentence encoder"):
        accept(editors, None, _NOTHING, _be_quiet)


def test_another_model_than_the_accepted_one_is_refused(editors: Path) -> None:
    """A missing or changed safety.model keeps the bot from starting."""
    (editors / MODEL).unlink()
    (problem,) = _problems(editors, None)
    assert (problem.level, "safety.model is missing" in problem.message) == ("error", True)


def test_nothing_is_accepted_that_misses_more(editors: Path) -> None:
    """Accepting a rule less is refused, and the lock stays as it was."""
    _change(editors, "safety.yaml", "topic: overdose\n    any:", "topic: overdose\n    level: concern\n    any:")
    before = read_lock(editors)
    with pytest.raises(KnowledgeError, match="nothing accepted"):
        accept(editors, None, _NOTHING, _be_quiet)
    assert read_lock(editors) == before


def test_a_change_that_cannot_be_measured_is_refused(editors: Path) -> None:
    """Where only the knowledge is deployed, a change that was never measured keeps the bot from starting."""
    _change(editors, "safety.yaml", "Are you safe right now?", "Are you safe at this moment?")
    (problem,) = _problems(editors, None)
    assert (problem.level, "accept-safety" in problem.message) == ("error", True)


def test_a_comment_is_no_change(editors: Path) -> None:
    """A comment or a review date needs no new acceptance."""
    _change(editors, "safety.yaml", "review:\n", "# read on a Tuesday\nreview:\n")
    assert _problems(editors, None) == []


def test_an_ordinary_phrase_that_alarms_is_named(editors: Path) -> None:
    """A phrase of an ordinary topic that the screen calls urgent is an error at its own line."""
    _change(editors, "topics/none.yaml", "phrases:\n  en:\n", "phrases:\n  en:\n    - i want to kill myself tonight\n")
    problems = _problems(editors, CASES)
    assert any(problem.path.endswith("none.yaml") and "urgent alarm" in problem.message for problem in problems)


def test_a_broken_pattern_is_named_at_its_line(editors: Path) -> None:
    """A pattern with an unknown group is an error where it stands."""
    _change(editors, "safety.yaml", "      - <suicide>\n", "      - <suicid>\n")
    (problem,) = _problems(editors, CASES)
    assert "no group `suicid`" in problem.message
    assert problem.line > 1


def test_an_overdue_review_is_a_warning(editors: Path) -> None:
    """After the review date the check reminds, and the bot keeps running."""
    problems = _problems(editors, CASES, date(2030, 1, 1))
    assert [problem.level for problem in problems] == ["warning"]


def test_a_mangled_lock_is_explained(editors: Path) -> None:
    """A safety.lock that is no lock says how to write it anew."""
    (editors / "safety.lock").write_text("wordings: 1\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="accept-safety"):
        read_lock(editors)
