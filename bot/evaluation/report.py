"""The report on a file of messages, for a terminal and as plain data."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from statistics import quantiles
from typing import Any

from bot.evaluation.cases import Case, Prediction
from bot.evaluation.judging import Outcome, Tally, outcome

Predict = Callable[[str], Prediction]
CONFUSIONS = 12


@dataclass(frozen=True, slots=True)
class Report:
    """Predictions of all cases, in their order."""

    rows: tuple[tuple[Case, Prediction], ...]

    def tally(self, key: Callable[[Case], str]) -> dict[str, Tally]:
        """Tallies by language or kind."""
        judged = [(case, outcome(case, prediction)) for case, prediction in self.rows]
        names = sorted({key(case) for case, _ in judged})
        return {name: Tally.of([pair for pair in judged if key(pair[0]) == name]) for name in names}

    def confusions(self) -> list[tuple[str, str, int]]:
        """The most frequent false answers: what was acceptable, what was answered, how often."""
        wrong = Counter(
            ("|".join(case.topics), "|".join(prediction.answered))
            for case, prediction in self.rows
            if outcome(case, prediction) is Outcome.WRONG
        )
        return [(meant, given, count) for (meant, given), count in wrong.most_common(CONFUSIONS)]

    def milliseconds(self) -> tuple[float, float]:
        """Median and 95th percentile of the time a message took."""
        times = [prediction.ms for _, prediction in self.rows]
        cuts = quantiles(times, n=20, method="inclusive") if len(times) > 1 else (times or [0.0]) * 19
        return cuts[9], cuts[18]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        p50, p95 = self.milliseconds()
        return {
            "languages": {name: _plain(tally) for name, tally in self.tally(lambda case: case.lang).items()},
            "kinds": {name: _plain(tally) for name, tally in self.tally(lambda case: case.kind).items()},
            "confusions": [
                {"acceptable": meant, "answered": given, "count": count} for meant, given, count in self.confusions()
            ],
            "ms": {"p50": round(p50, 2), "p95": round(p95, 2)},
        }

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        for title, key in (("language", lambda case: case.lang), ("kind", lambda case: case.kind)):
            yield f"{title:<16}{'messages':>9}{'right':>8}{'offered':>9}{'both':>7}{'wrong':>7}{'lost':>7}{'none':>7}"
            for name, tally in self.tally(key).items():
                shares = (tally.right, tally.offered, tally.right + tally.offered, tally.wrong, tally.lost)
                right, offered, both, wrong, lost = (f"{share:.3f}" for share in shares)
                none = f"{tally.none_answered:.3f}" if tally.answerable < tally.messages else "-"
                yield f"{name:<16}{tally.messages:>9}{right:>8}{offered:>9}{both:>7}{wrong:>7}{lost:>7}{none:>7}"
            yield ""
        yield from (f"{count:>4} x {meant} answered as {given}" for meant, given, count in self.confusions())
        yield "milliseconds    p50 {:.1f}, p95 {:.1f}".format(*self.milliseconds())


def _plain(tally: Tally) -> dict[str, float]:
    return {name: round(share, 4) for name, share in asdict(tally).items()}


def evaluate(cases: Iterable[Case], predict: Predict) -> Report:
    """Predict every case, each as a message out of the blue."""
    return Report(tuple((case, predict(case.text)) for case in cases))
