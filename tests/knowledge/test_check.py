import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.checking import check_all, load_checked
from bot.errors import KnowledgeError
from bot.knowledge import Knowledge
from bot.knowledge.checks.answers import unstated

ROOT = Path(__file__).parent.parent.parent
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped knowledge to break."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path / "knowledge"))


def change(file: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; returns its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def errors(folder: Path) -> list[str]:
    """The errors of a folder, warnings left out."""
    return [str(problem) for problem in check_all(folder, TODAY)[1] if problem.level == "error"]


def test_the_shipped_knowledge_passes() -> None:
    """Not one error in what we ship, and nothing untranslated."""
    knowledge, problems = check_all(ROOT / "knowledge", TODAY)
    assert knowledge is not None
    assert [str(problem) for problem in problems] == []


def test_a_mistyped_key_names_file_line_and_mend(folder: Path) -> None:
    """Yamllint's layout, with the nearest right key."""
    line = change(folder / "topics/clinic.yaml", "    title:", "    titel:")
    found = errors(folder)
    assert any(f"topics/clinic.yaml:{line}:5: [error] unknown key `titel`; did you mean `title`?" in e for e in found)


def test_duplicate_ids_are_found(folder: Path) -> None:
    """Two topics with one id, each in its own file."""
    change(folder / "topics/clinic.yaml", "- id: phone", "- id: cost")
    assert any("duplicate id `cost`" in error for error in errors(folder))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("topics/clinic.yaml", "{clinic.phone}", "{clinic.fone}", "unknown placeholder {clinic.fone}"),
        ("topics/article.yaml", "facts: [", "facts: [no-such-fact, ", "unknown fact `no-such-fact`"),
        ("topics/article.yaml", "follow_ups: [experience", "follow_ups: [experiense", "did you mean `experience`?"),
        ("facts.yaml", "    source: article", "    source: articel", "unknown source `articel`"),
        ("phrases.yaml", "  welcome:\n", "  welcom:\n", "did you mean `welcome`?"),
        ("phrases.yaml", "{reference}", "{referense}", "unknown placeholder {referense}"),
        ("phrases.yaml", "menu: [services", "menu: [servises", "did you mean `services`?"),
        ("clinic.yaml", "phone: 310-270-0625", "phone: call us", "`phone`"),
        ("clinic.yaml", 'opens: "09:00"', 'opens: "9 am"', "`opens`"),
    ],
)
def test_what_does_not_fit_is_named(folder: Path, file: str, old: str, new: str, message: str) -> None:
    """Unknown placeholders, facts, follow-ups, sources, texts and topics, with a suggestion where one is near."""
    line = change(folder / file, old, new)
    found = errors(folder)
    assert any(message in error and error.startswith(f"{folder / file}:") for error in found), found
    assert line > 0


def test_a_phrase_under_two_topics_is_found(folder: Path) -> None:
    """Case, accents and punctuation do not hide it."""
    first = "      en:\n        - "
    change(folder / "topics/clinic.yaml", first, f"{first}How MUCH is the x-ray thing?\n        - ")
    change(folder / "topics/ask-the-team.yaml", first, f"{first}how much is the x ray thing\n        - ")
    assert any("the phrase is also under" in error for error in errors(folder))


def test_a_changed_figure_is_found(folder: Path) -> None:
    """An answer's number must occur in a fact that it cites."""
    change(folder / "topics/article.yaml", "22.2 percent", "32.2 percent")
    assert any("`32.2` occurs in no fact" in error for error in errors(folder))


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("In the study, 59 people took part.", []),
        ("In the study, sixty people took part.", ["sixty"]),
        ("They worked in Leningrad.", []),
        ("They worked in Moscow.", ["Moscow"]),
        ("Call {clinic.phone}, or 911 in an emergency.", []),
        ("It took 1.5 hours.", ["1.5"]),
    ],
)
def test_numbers_and_names_are_looked_for_in_the_cited_facts(answer: str, wrong: list[str]) -> None:
    """Figures, number words and proper names; placeholders and emergency numbers need no fact."""
    assert unstated(answer, "59 inpatients of the Leningrad center; fifty-nine") == wrong


def test_broken_knowledge_does_not_start(folder: Path) -> None:
    """The bot starts only on knowledge that passes."""
    change(folder / "topics/clinic.yaml", "    title:", "    titel:")
    with pytest.raises(KnowledgeError, match="did you mean `title`"):
        load_checked(folder, TODAY)


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    """Every file that was expected is named."""
    found = "\n".join(errors(tmp_path))
    for name in ("clinic.yaml", "facts.yaml", "phrases.yaml", "safety.yaml", "topics"):
        assert name in found


def test_every_topic_has_what_patients_need(knowledge: Knowledge) -> None:
    """Both languages, a dozen phrases at least, an answer that fits a screen; article answers cite facts."""
    for topic in knowledge.topics.values():
        assert topic.answer.es
        assert topic.title.es
        assert len(topic.phrases.en) >= 45
        assert len(topic.phrases.es) >= 25
        if knowledge.groups[topic.id] == "article":
            assert topic.facts
    assert len(knowledge.stray.both()) >= 300
