"""HINT3 curekart: real users' messages to a real bot, many of them out of scope; recorded platforms beside ours.

The score is the area under correct answers against false answers to out-of-scope messages (OSCR): 1 is perfect.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.svm import LinearSVC

from bot.matching import Matcher

PLATFORMS = ("rasa", "dialogflow", "luis", "haptik", "bert")
Pairs = list[tuple[str, str]]
Predicted = list[tuple[str, float]]
Predictor = Callable[[Pairs, Sequence[str]], Predicted]


@dataclass(frozen=True)
class Compared:
    """One way of matching: its OSCR with the full and the smaller training set, and its accuracy in scope."""

    name: str
    oscr: tuple[float, float]
    accuracy: tuple[float, float]


def hint3(folder: Path) -> list[Compared]:
    """All ways on both training sets, best first."""
    truth = _pairs(folder / "test.csv")
    sets = [_pairs(folder / "train.csv"), _pairs(folder / "train_subset.csv")]
    ways: dict[str, Predictor] = {
        "rapidfuzz WRatio, nearest phrase": _fuzzy(fuzz.WRatio),
        "rapidfuzz token_set_ratio, nearest phrase": _fuzzy(fuzz.token_set_ratio),
        "scikit-learn TF-IDF and linear SVM": _svm,
        "clinic-bot without the encoder": lambda train, texts: _ours(train, texts, encoder=False),
        "clinic-bot": lambda train, texts: _ours(train, texts, encoder=True),
    }
    found = [
        _compared(name, truth, [way(train, [text for text, _ in truth]) for train in sets])
        for name, way in ways.items()
    ]
    found += [_compared(f"{name} (recorded)", truth, _recorded(folder, name)) for name in PLATFORMS]
    return sorted(found, key=lambda row: -row.oscr[0])


def oscr(truth: Pairs, predicted: Predicted) -> float:
    """Area under the curve of correct answers against false answers to out-of-scope messages, by trapezoids."""
    inside = sum(topic != "none" for _, topic in truth)
    outside = len(truth) - inside
    rows = sorted(
        ((score, topic == "none", topic == guess) for (_, topic), (guess, score) in zip(truth, predicted, strict=True)),
        reverse=True,
    )
    scores = np.array([score for score, _, _ in rows])
    last = np.append(np.flatnonzero(np.diff(scores)), len(rows) - 1)
    false = np.cumsum([out for _, out, _ in rows])[last] / outside
    right = np.cumsum([not out and ok for _, out, ok in rows])[last] / inside
    return float(np.trapezoid(np.append(0, right), np.append(0, false)))


def _compared(name: str, truth: Pairs, runs: list[Predicted]) -> Compared:
    print(f"  hint3: {name}")
    within = [
        [guess == topic for (_, topic), (guess, _) in zip(truth, run, strict=True) if topic != "none"] for run in runs
    ]
    full, subset = (oscr(truth, run) for run in runs)
    return Compared(name, (full, subset), (float(np.mean(within[0])), float(np.mean(within[1]))))


def _pairs(path: Path) -> Pairs:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["topic"]) for row in csv.DictReader(file)]


def _recorded(folder: Path, platform: str) -> list[Predicted]:
    runs = []
    for name in ("platform_predictions.csv", "platform_predictions_subset.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        runs.append([(row[f"{platform}_topic"], float(row[f"{platform}_score"] or 0)) for row in rows])
    return runs


def _fuzzy(scorer: Callable[..., float]) -> Predictor:
    def predict(train: Pairs, texts: Sequence[str]) -> Predicted:
        phrases = [text for text, _ in train]
        best = [process.extractOne(text, phrases, scorer=scorer, processor=utils.default_process) for text in texts]
        return [(train[found[2]][1], found[1] / 100) for found in best]

    return predict


def _svm(train: Pairs, texts: Sequence[str]) -> Predicted:
    features = FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)),
            ("letters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)),
        ]
    )
    model = make_pipeline(features, LinearSVC())
    model.fit([text for text, _ in train], [topic for _, topic in train])
    margins = model.decision_function(list(texts))
    return [(str(model.classes_[row.argmax()]), float(row.max())) for row in margins]


def _ours(train: Pairs, texts: Sequence[str], *, encoder: bool) -> Predicted:
    matcher = Matcher.fit(train) if encoder else Matcher.fit(train, encoder=None)
    return [(ranked[0].topic, ranked[0].score) for ranked in matcher.rank_many(texts)]
