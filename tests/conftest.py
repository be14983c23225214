import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest_plugins = ("tests.fakes.stores",)

if TYPE_CHECKING:
    from bot.conversation.engine import Engine
    from bot.knowledge import Knowledge
    from tests.talking import Patient


ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def knowledge() -> "Knowledge":
    """The shipped knowledge, which must pass its check."""
    from bot.knowledge import load_checked

    return load_checked(ROOT / "knowledge")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the matcher learned, shared by all tests and by the processes that they start."""
    kept = os.environ.get("CLINIC_BOT_TEST_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def engine(knowledge: "Knowledge", cache: Path) -> "Engine":
    """The real engine on the shipped knowledge."""
    from bot.app import build_engine  # here, so that a test of one part needs that part alone
    from bot.config import Matching, Settings

    return build_engine(Settings(matching=Matching(cache=cache)), knowledge)


@pytest.fixture
def patient(engine: "Engine") -> "Patient":
    """A patient in a fresh chat."""
    from tests.talking import Patient

    return Patient(engine)
