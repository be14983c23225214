from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.engine import Engine
    from bot.knowledge import Knowledge
    from bot.safety import Alarm, Screen


@pytest.fixture(scope="session")
def rules(knowledge: "Knowledge") -> "Screen":
    """The shipped rules alone."""
    from bot.safety.check import screen_of

    return screen_of(knowledge)


@pytest.fixture(scope="session")
def look(engine: "Engine") -> "Callable[[str], Alarm]":
    """Both detectors, as patients meet them."""
    return engine.parts.look
