from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.conversation.engine import Engine
    from bot.knowledge import Knowledge
    from bot.safety import Screen


@pytest.fixture(scope="session")
def rules(knowledge: "Knowledge") -> "Screen":
    """The shipped rules alone."""
    from bot.safety.check import screen_of

    return screen_of(knowledge)


@pytest.fixture(scope="session")
def screen(knowledge: "Knowledge", engine: "Engine") -> "Screen":
    """Both detectors, as patients meet them."""
    from bot.matching import Understander
    from bot.safety import Scores, Screen
    from bot.safety.check import everyday

    understander = engine.parts.understander
    assert isinstance(understander, Understander)
    return Screen(knowledge.safety, everyday(knowledge), Scores.learn(understander.matcher))
