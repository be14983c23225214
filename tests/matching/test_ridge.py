import numpy as np
import pytest

from bot.matching.calibration import Calibration
from bot.matching.ridge import BLOCK, Ridge, triangle


def _problem(size: int) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    rng = np.random.default_rng(size)
    points = rng.normal(size=(size, 30)).astype(np.float32)
    kernel = points @ points.T / 30
    targets = np.eye(3, dtype=np.float32)[rng.integers(0, 3, size)]
    halves = triangle(size)
    for i, rows in enumerate(halves):
        rows[:] = kernel[i * BLOCK : (i + 1) * BLOCK, : rows.shape[1]]
    return halves, kernel, targets


@pytest.mark.parametrize("size", [1, 7, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 60])
def test_weights_solve_the_regression(size: int) -> None:
    """The blocks of half a matrix give the same weights as the whole system solved at once."""
    halves, kernel, targets = _problem(size)
    ridge = Ridge.solve(halves, targets, 0.5)
    expected = np.linalg.solve(kernel.astype(float) + 0.5 * np.eye(size), targets)
    assert ridge.weights == pytest.approx(expected, abs=1e-4)


def test_leave_one_out_is_what_leaving_out_gives() -> None:
    """The closed form says of each phrase what a fit without that phrase says."""
    halves, kernel, targets = _problem(20)
    left_out = Ridge.solve(halves, targets, 0.5).left_out
    for i in range(20):
        others = np.arange(20) != i
        weights = np.linalg.solve(kernel[np.ix_(others, others)] + 0.5 * np.eye(19), targets[others])
        assert left_out[i] == pytest.approx(kernel[i, others] @ weights, abs=1e-4)


def _predictions(size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Made-up leave-one-out support over four topics, of which the last is `none`; wrong where the lead is small."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 4, size)
    support = rng.normal(0, 0.25, (size, 4))
    support[np.arange(size), labels] += rng.choice([0.1, 0.5, 1.0], size)
    return support.astype(np.float32), labels


@pytest.mark.parametrize("rate", [0.005, 0.03, 0.1])
def test_the_wrong_answer_rate_is_kept(rate: float) -> None:
    """Leave-one-out, at most the agreed share is answered wrongly, and a laxer rate answers more."""
    support, labels = _predictions(4000, 1)
    calibration = Calibration.learn(support, labels, 3, rate)
    best, chances = calibration.chances(support)
    sure = chances >= calibration.sure_from
    assert (sure & (best != labels)).mean() <= rate
    stricter = Calibration.learn(support, labels, 3, rate / 2)
    assert (chances >= stricter.sure_from).sum() < sure.sum()


def test_the_rate_holds_for_phrases_not_learned_from() -> None:
    """Thresholds learned on one half keep about the agreed rate on the other."""
    calibration = Calibration.learn(*_predictions(4000, 1), 3, 0.03)
    support, labels = _predictions(4000, 2)
    best, chances = calibration.chances(support)
    assert ((chances >= calibration.sure_from) & (best != labels)).mean() == pytest.approx(0.03, abs=0.01)


def test_chances_are_chances() -> None:
    """Of answers that are given a probability near p, about the share p is right; `none` is never an answer."""
    support, labels = _predictions(8000, 3)
    best, chances = Calibration.learn(support, labels, 3, 0.03).chances(support)
    about = (chances > 0.7) & (chances < 0.8)
    assert (best == labels)[about].mean() == pytest.approx(0.75, abs=0.06)
    assert not chances[best == 3].any()
