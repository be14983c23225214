"""Messages with the topics that answer them, and what was predicted: read and written as CSV."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SettingsError

COLUMNS = ("text", "topics", "lang", "kind")
PREDICTED = ("language", "decision", "answered", "offered", "safety", "safety_topic", "score", "ms")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Case:
    """A message and the topics that are an acceptable answer to it; `none` alone: it should not be answered."""

    text: str
    topics: tuple[str, ...]
    lang: str
    kind: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the bot made of a message; `answered` is the safety topic alone where the screen says urgent."""

    language: str
    decision: str
    answered: tuple[str, ...]
    offered: tuple[str, ...]
    safety: str
    safety_topic: str
    score: float
    ms: float


def read_cases(path: Path) -> list[Case]:
    """Read a CSV with the columns text, topics (ids joined by |), lang and kind.

    Raises:
        SettingsError: the file cannot be read, or a column or a row's topics are missing.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise SettingsError(f"{path}: the column {missing[0]!r} is missing: it needs {', '.join(COLUMNS)}")
            return [_case(path, reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path}: cannot be read as CSV: {error}") from error


def _case(path: Path, line: int, row: dict[str, str | None]) -> Case:
    topics = tuple(topic.strip() for topic in (row["topics"] or "").split("|") if topic.strip())
    if not topics:
        raise SettingsError(f"{path}:{line}: topics is empty: write ids joined by |, or {NONE}")
    return Case(row["text"] or "", topics, row["lang"] or "", row["kind"] or "")


def write_predictions(path: Path, rows: Iterable[tuple[Case, Prediction]]) -> None:
    """Write one row a case: its columns and what was predicted, several ids joined by |."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS + PREDICTED)
        for case, found in rows:
            predicted = (found.language, found.decision, "|".join(found.answered), "|".join(found.offered))
            safety = (found.safety, found.safety_topic, f"{found.score:.4f}", f"{found.ms:.2f}")
            writer.writerow((case.text, "|".join(case.topics), case.lang, case.kind, *predicted, *safety))
