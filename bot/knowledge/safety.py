"""safety.yaml: the wordings that alarm, those that only sound alarming, and the fixed replies."""

from datetime import date
from typing import Literal, get_args

from pydantic import Field, model_validator

from bot.knowledge.models import Bilingual, Id, Model, Phrases, Words
from bot.messages import LANGUAGES, Language

ReplyKey = Literal["crisis", "crisis-close", "overdose", "violence", "violence-harming", "illicit"]
"""The fixed replies: about oneself, about somebody close, being hurt, fearing to hurt somebody …"""
SafetyTopic = Literal["crisis", "overdose", "violence", "illicit"]


class Review(Model):
    """Who of the clinic has read the wordings and the replies, when, and when they must be read again."""

    reviewed_by: Words
    reviewed_on: date | None = None
    review_due: date


class Wordings(Model):
    """Patterns that stand for one thing; docs/safety.md describes their language."""

    id: Id
    any: tuple[Words, ...]


class Rule(Wordings):
    """Wordings that alarm. `reply` is the topic's own unless named."""

    topic: SafetyTopic
    level: Literal["urgent", "concern"] = "urgent"
    reply: ReplyKey | None = None


class LookAlike(Wordings):
    """Wordings that only sound alarming: the words they take are not seen by any rule. `reason` is for people."""

    reason: Words


class Milder(Wordings):
    """Wordings that make an urgent rule of the same sentence a concern: past, denied, asked in general.

    `right_before` asks for them within three words before what the rule found; else anywhere in the sentence.
    """

    reason: Words
    topics: tuple[SafetyTopic, ...]
    right_before: bool = False


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
        missing = [key for key in get_args(ReplyKey) if key not in self.replies]
        if missing:
            raise ValueError(f"replies lacks {', '.join(missing)}")
        return self


class SafetyPhrasesFile(Model):
    """safety-phrases.yaml: what patients write in danger, and what only sounds like it.

    The matcher learns `topics` beside the ordinary topics; the screen's own detector learns all three.
    """

    topics: dict[SafetyTopic, Phrases]
    hints: dict[SafetyTopic, Phrases] = Field(default_factory=dict)
    harmless: Phrases = Phrases()

    def danger(self) -> list[tuple[str, SafetyTopic, Language]]:
        """Everything that people in danger write, as (phrase, topic, language)."""
        return [
            (phrase, topic, language)
            for several in (self.topics, self.hints)
            for topic, phrases in several.items()
            for language in LANGUAGES
            for phrase in phrases.of(language)
        ]

    def calm(self) -> list[tuple[str, Language]]:
        """Everything that only sounds like it, as (phrase, language)."""
        return [(phrase, language) for language in LANGUAGES for phrase in self.harmless.of(language)]
