import pytest

from bot.messages import Level
from bot.safety import Screen


@pytest.mark.parametrize(
    ("innocent", "in_danger"),
    [
        ("the late fee hit me twice", "my husband hit me twice last night"),
        ("me ahorcan los pagos, hay plazos?", "mi esposo me ahorca con el cinturon"),
        ("they are threatening me with collections", "the collections guy threatened to hurt my kids"),
        ("bruise from the needle is purple, normal?", "bruise on my neck where he grabbed me"),
        ("me quedo morada la mano por la aguja", "se inyecto y se puso morado"),
        ("crime show said it's a date rape drug, true or tv", "someone slipped a date rape drug in my drink"),
        ("can't go on tuesday, wednesday works", "i can't go on"),
        ("won't be here next month, we are on vacation", "i won't be here by christmas"),
        ("quiero desaparecer de su lista de correos", "quiero desaparecer de este mundo"),
        ("can a person not wake up from it", "he will not wake up"),
        ("no me gusta quedar inconsciente", "mi esposo se quedo inconsciente"),
        ("are you able to do cpr there", "how do i do cpr"),
        ("expired epipen still ok?", "need an epipen now"),
        ("is there a spray for snoring", "hes snoring weird and wont wake"),
        ("how long is the drive to san diego with traffic", "i'm going to drive into traffic"),
        ("do i have to talk about my great grandfather's suicide", "my grandfather's suicide is what i want for me"),
        ("la casa esta vacia y me pega la tristeza", "mi marido me pega con el cinto"),
        ("do your nurses buy your ketamine here?", "where do i buy ketamine without a prescription"),
    ],
)
def test_a_look_alike_hides_no_danger(rules: Screen, innocent: str, in_danger: str) -> None:
    """What only sounds alarming is not urgent, and what is nearly the same words in danger still is."""
    levels = rules.look(innocent).level, rules.look(in_danger).level
    assert levels[0] is not Level.URGENT
    assert levels[1] is Level.URGENT
