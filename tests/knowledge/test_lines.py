from pathlib import Path

from bot.knowledge.lines import parse, read


def test_plain_yaml_traps_stay_what_was_typed() -> None:
    """`no`, `22:30`, `1e3`, `~` in quotes and dates are text, as editors mean them."""
    tree = parse("phrases: [no, 22:30, 1e3, '~', 2018-06-29, off]", "x.yaml").tree
    assert tree == {"phrases": ["no", "22:30", "1e3", "~", "2018-06-29", "off"]}


def test_a_duplicate_key_is_a_problem_and_the_first_one_stays() -> None:
    """PyYAML would keep the last in silence."""
    document = parse("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert document.tree == {"a": "1", "b": "2"}
    assert [str(problem) for problem in document.problems] == [
        "x.yaml:3:1: [error] duplicate key `a` (first on line 1)"
    ]


def test_broken_yaml_names_its_line() -> None:
    """A tab, an open bracket and the like are problems, not tracebacks."""
    document = parse("a:\n  - b\n c: [", "x.yaml")
    assert document.tree is None
    assert document.problems[0].line == 3


def test_every_value_knows_its_place() -> None:
    """Also the nearest one around something that is missing."""
    document = parse("topics:\n  - id: a\n    title:\n      en: A\n", "x.yaml")
    assert document.place(("topics", 0, "title", "en")) == (4, 7)
    assert document.place(("topics", 0, "answer", "en")) == (2, 5)


def test_unreadable_files_are_problems(tmp_path: Path) -> None:
    """A missing file and one that is no UTF-8 each say what to do."""
    (tmp_path / "latin.yaml").write_bytes("a: año".encode("latin-1"))
    assert "cannot be read" in read(tmp_path / "none.yaml").problems[0].message
    assert "save the file as UTF-8" in read(tmp_path / "latin.yaml").problems[0].message
