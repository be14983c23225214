"""safety.yaml: the wordings that alarm, those that only sound alarming, and the fixed replies."""

from datetime import date
from typing import Literal

from pydantic import model_validator

from bot.knowledge.models import Bilingual, Id, Model, Phrases, Words

ReplyKey = Literal["crisis", "crisis-close", "overdose", "violence", "violence-harming", "illicit"]
"""The fixed replies: about oneself, about somebody close, being hurt, fearing to hurt somebody …"""
SafetyTopic = Literal["crisis", "overdose", "violence", "illicit"]


class Review(Model):
    """Who of the clinic has read the wordings and the replies, when, and when they must be read again."""

    reviewed_by: Words
    reviewed_on: date | None = None
    review_due: date


class Rule(Model):
    """Wordings that alarm. `reply` is the topic's own unless named."""

    id: Id
    topic: SafetyTopic
    level: Literal["urgent", "concern"] = "urgent"
    reply: ReplyKey | None = None
    any: tuple[Words, ...]


class LookAlike(Model):
    """Wordings that only sound alarming: the words they take are not seen by any rule. `reason` is for people."""

    id: Id
    reason: Words
    any: tuple[Words, ...]


class Milder(Model):
    """Wordings that make an urgent rule of the same sentence a concern: past, denied, asked in general.

    `right_before` asks for them within three words before what the rule found; else anywhere in the sentence.
    """

    id: Id
    reason: Words
    topics: tuple[SafetyTopic, ...]
    right_before: bool = False
    any: tuple[Words, ...]


class SafetyQuestion(Model):
    """The one closed question after an urgent reply, and what each answer leads to."""

    ask: Bilingual
    yes: Bilingual
    no: Bilingual


class SafetyFile(Model):
    """safety.yaml."""

    review: Review
    groups: dict[Id, tuple[Words, ...]]
    rules: tuple[Rule, ...]
    look_alikes: tuple[LookAlike, ...]
    milder: tuple[Milder, ...]
    replies: dict[ReplyKey, Bilingual]
    support_line: Bilingual
    safe: SafetyQuestion

    @model_validator(mode="after")
    def _complete(self) -> "SafetyFile":
        missing = [key for key in ReplyKey.__args__ if key not in self.replies]
        if missing:
            raise ValueError(f"replies lacks {', '.join(missing)}")
        return self


class SafetyPhrasesFile(Model):
    """safety-phrases.yaml: what patients write in danger, for the matcher."""

    topics: dict[SafetyTopic, Phrases]
