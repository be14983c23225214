"""The shapes of the editors' files. Every model is frozen and refuses unknown keys."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from bot.messages import Language

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Group = Literal["article", "clinic", "ask-the-team", "actions", "social", "none"]


class Model(BaseModel):
    """The base of every model here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Model):
    """One text in the languages of the bot; a missing Spanish one falls back to English."""

    en: Words
    es: Words | None = None

    def get(self, language: Language) -> str:
        """The text in a language, else in English."""
        return (self.es if language == "es" else None) or self.en


class Phrases(Model):
    """What patients write for a topic, by language."""

    en: tuple[Words, ...] = ()
    es: tuple[Words, ...] = ()

    def of(self, language: Language) -> tuple[str, ...]:
        """The phrases in one language."""
        return self.es if language == "es" else self.en

    def both(self) -> tuple[str, ...]:
        """All phrases, English first."""
        return self.en + self.es


class Topic(Model):
    """One thing a patient may want. `facts` cites the ledger; without any, the sources do not answer it."""

    id: Id
    title: Bilingual
    answer: Bilingual
    facts: tuple[Id, ...] = ()
    follow_ups: tuple[Id, ...] = ()
    phrases: Phrases = Phrases()


class TopicFile(Model):
    """topics/<group>.yaml."""

    group: Group
    topics: tuple[Topic, ...]


class StrayFile(Model):
    """topics/none.yaml: what patients write that belongs to no topic, so that the bot knows when to say so."""

    group: Literal["none"]
    phrases: Phrases


class Source(Model):
    """Where facts come from; `label` is what a patient reads under an answer."""

    title: Words
    published: date | None = None
    label: Bilingual


class Fact(Model):
    """One line of the ledger. `also` lists other spellings of its names and numbers that an answer may use."""

    id: Id
    text: Words
    source: Id
    where: Words
    also: tuple[Words, ...] = ()
    note: str = ""


class Ledger(Model):
    """facts.yaml."""

    sources: dict[Id, Source]
    facts: tuple[Fact, ...]


class Condition(Model):
    """A condition patients ask about; `listed` says whether the clinic's own list names it."""

    id: Id
    name: Bilingual
    listed: bool
    words: Phrases


class ConditionsFile(Model):
    """conditions.yaml."""

    conditions: tuple[Condition, ...]


class CallHours(Model):
    """When staff call back, in the clinic's time zone. Unconfirmed hours are never promised to a patient."""

    confirmed: bool = False
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon", "tue", "wed", "thu", "fri")
    opens: ClockTime = "09:00"
    closes: ClockTime = "17:00"
    closed_on: tuple[date, ...] = ()


class Clinic(Model):
    """clinic.yaml: each fact of the clinic stated once; `{clinic.phone}` and its like are filled from here."""

    name: Words
    doctor: Words
    phone: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]{6,}$")]
    areas: Bilingual
    conditions: Bilingual
    call_hours: CallHours = CallHours()

    def fill(self, language: Language) -> dict[str, str]:
        """What the placeholders stand for, by name without `clinic.`."""
        return {
            "name": self.name,
            "doctor": self.doctor,
            "phone": self.phone,
            "areas": self.areas.get(language),
            "conditions": self.conditions.get(language),
        }


CLINIC_PLACEHOLDERS = frozenset({"clinic.name", "clinic.doctor", "clinic.phone", "clinic.areas", "clinic.conditions"})
