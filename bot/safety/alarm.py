"""What the first look at a message says: plain frozen data."""

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.safety import ReplyKey, SafetyTopic
from bot.messages import Level

TOPICS: tuple[SafetyTopic, ...] = ("overdose", "crisis", "violence", "illicit")
"""The safety topics; of two that speak equally loudly, the earlier one is answered."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """How alarming a message is, and which fixed reply fits it; a calm message is `Alarm()`.

    `reply` is the key of safety.yaml's `replies`, "" when the level is NONE. `close` says that it is about somebody
    close to the writer. `rule` names the rule or the topic score that spoke, for `--why`; it never holds the text.
    """

    level: Level = Level.NONE
    topic: SafetyTopic | Literal[""] = ""
    reply: ReplyKey | Literal[""] = ""
    close: bool = False
    rule: str = ""
