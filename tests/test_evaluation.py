import csv
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.evaluation import Case, Outcome, Prediction, evaluate, outcome, read_cases, write_predictions


def _predicted(answered: str = "", offered: str = "", ms: float = 1.0) -> Prediction:
    decision = "sure" if answered else "unsure" if offered else "lost"
    return Prediction("en", decision, tuple(answered.split()), tuple(offered.split()), "none", "", 0.5, ms)


def _case(topics: str, lang: str = "en", kind: str = "plain") -> Case:
    return Case("how much", tuple(topics.split()), lang, kind)


@pytest.mark.parametrize(
    ("topics", "prediction", "expected"),
    [
        ("cost", _predicted("cost"), Outcome.RIGHT),
        ("cost hours", _predicted("phone hours"), Outcome.RIGHT),
        ("cost", _predicted("phone"), Outcome.WRONG),
        ("cost", _predicted(offered="phone cost"), Outcome.OFFERED),
        ("cost", _predicted(offered="phone"), Outcome.LOST),
        ("cost", _predicted(), Outcome.LOST),
        ("none", _predicted("phone"), Outcome.WRONG),
        ("none", _predicted(offered="phone"), Outcome.LOST),
        ("none", _predicted(), Outcome.LOST),
    ],
)
def test_outcomes(topics: str, prediction: Prediction, expected: Outcome) -> None:
    """An answer is right if any answered topic is acceptable, and always wrong for a message of no topic."""
    assert outcome(_case(topics), prediction) is expected


def test_tallies() -> None:
    """Right, offered and lost are shares of the answerable messages, wrong of all, and none of the unanswerable."""
    answers = iter(
        [
            _predicted("cost"),
            _predicted("phone"),
            _predicted(offered="cost"),
            _predicted(),
            _predicted("cost"),
            _predicted(),
        ]
    )
    cases = [_case("cost")] * 4 + [_case("none")] * 2
    tally = evaluate(cases, lambda _: next(answers)).tally(lambda case: case.lang)["en"]
    assert (tally.messages, tally.answerable) == (6, 4)
    assert (tally.right, tally.offered, tally.lost, tally.none_answered) == (0.25, 0.25, 0.25, 0.5)
    assert tally.wrong == pytest.approx(2 / 6)


def test_the_report_names_languages_kinds_confusions_and_times() -> None:
    """The worst confusions and the time a message took are told beside the shares, on paper and as plain data."""
    answers = iter([_predicted("phone", ms=float(ms)) for ms in range(1, 101)])
    cases = [_case("cost", "es", "typo")] * 99 + [_case("phone", "en")]
    report = evaluate(cases, lambda _: next(answers))
    assert report.confusions() == [("cost", "phone", 99)]
    plain = report.as_json()
    assert plain["languages"]["es"]["wrong"] == plain["kinds"]["typo"]["wrong"] == 1
    assert plain["languages"]["en"]["right"] == 1
    assert plain["ms"] == {"p50": 50.5, "p95": 95.05}
    lines = list(report.lines())
    assert any(line.startswith("es") and "1.000" in line for line in lines)
    assert any("99 x cost answered as phone" in line for line in lines)


@pytest.mark.parametrize("cases", [[], [_case("cost")]])
def test_few_cases_are_no_trouble(cases: list[Case]) -> None:
    """An empty file and a single message have a report too."""
    report = evaluate(cases, lambda _: _predicted("cost"))
    assert list(report.lines())
    assert report.as_json()["ms"]["p95"] == (1.0 if cases else 0.0)


def test_cases_are_read_and_predictions_written(tmp_path: Path) -> None:
    """A table saved by a spreadsheet is read, and each row comes back with what was predicted, ids joined by |."""
    cases, out = tmp_path / "cases.csv", tmp_path / "out.csv"
    cases.write_text('\ufefftext,topics,lang,kind\n"how much, and where",cost|address,en,multi\n', encoding="utf-8")
    assert read_cases(cases) == [Case("how much, and where", ("cost", "address"), "en", "multi")]
    write_predictions(out, evaluate(read_cases(cases), lambda _: _predicted("cost address")).rows)
    with out.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {
                "text": "how much, and where",
                "topics": "cost|address",
                "lang": "en",
                "kind": "multi",
                "language": "en",
                "decision": "sure",
                "answered": "cost|address",
                "offered": "",
                "safety": "none",
                "safety_topic": "",
                "score": "0.5000",
                "ms": "1.00",
            }
        ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"text,topic,lang,kind\n", "column 'topics' is missing"),
        (b"text,topics,lang,kind\nhow much,,en,plain\n", ":2: topics is empty"),
        (b"", "column 'text' is missing"),
        (b"text,topics,lang,kind\n\xff\xfe,cost,en,plain\n", "cannot be read"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, content: bytes, problem: str) -> None:
    """What is wrong with a file of messages is said with its name and line."""
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=problem) as error:
        read_cases(path)
    assert "cases.csv" in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is a clear error too."""
    with pytest.raises(SettingsError, match=r"nowhere\.csv"):
        read_cases(tmp_path / "nowhere.csv")
