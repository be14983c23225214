import os
from pathlib import Path

import pytest

from bot.app import build_engine
from bot.config import Matching, Settings
from bot.conversation.engine import Engine
from bot.knowledge import Knowledge, load_checked
from tests.talking import Patient

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped knowledge, which must pass its check."""
    return load_checked(ROOT / "knowledge")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the matcher learned, shared by all tests and by the processes that they start."""
    kept = os.environ.get("CLINIC_BOT_TEST_CACHE")
    return Path(kept) if kept else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def engine(knowledge: Knowledge, cache: Path) -> Engine:
    """The real engine on the shipped knowledge."""
    return build_engine(Settings(matching=Matching(cache=cache)), knowledge)


@pytest.fixture
def patient(engine: Engine) -> Patient:
    """A patient in a fresh chat."""
    return Patient(engine)
