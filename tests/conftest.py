import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.log_net import LogNet

pytest_plugins = ("tests.fakes.stores",)

if TYPE_CHECKING:
    from bot.conversation.engine import Engine
    from bot.knowledge import Knowledge
    from tests.talking import Patient


ROOT = Path(__file__).parent.parent
NET = LogNet()


def pytest_configure() -> None:
    """Every log record of the run goes through the net; numpy's own threads would only get in the workers' way."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    NET.cast()


@pytest.fixture(autouse=True)
def net() -> Iterator[None]:
    """A patient's words, name, number or a token in a log fails the test that wrote it."""
    NET.caught.clear()
    yield
    assert not NET.caught, "the logs hold what they must not"


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """The shipped knowledge; that it passes its check is a test of its own."""
    from bot.knowledge.load import load

    found, folder = load(ROOT / "knowledge")
    assert found is not None, folder.problems
    return found


@pytest.fixture(scope="session")
def cache() -> Path:
    """What the matcher learned, by content: shared by all tests, the processes that they start, and the next run."""
    return ROOT / ".cache"


@pytest.fixture(scope="session")
def engine(knowledge: "Knowledge", cache: Path) -> "Engine":
    """The real engine on the shipped knowledge."""
    from bot.building import build_engine  # here, so that a test of one part needs that part alone
    from bot.config import Matching, Settings

    return build_engine(Settings(matching=Matching(cache=cache)), knowledge)


@pytest.fixture
def patient(engine: "Engine") -> "Patient":
    """A patient in a fresh chat."""
    from tests.talking import Patient

    return Patient(engine)
