"""What each step of the form is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation import buttons
from bot.conversation.moment import Moment, Rows
from bot.conversation.state import Form, Step
from bot.conversation.turn import Turn
from bot.knowledge import Text
from bot.messages import Reply


@dataclass(frozen=True, slots=True)
class Again:
    """The same step once more, with a remark first; `doubt` lets the patient insist by sending it again."""

    remark: Reply
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """The step is answered: the form with it filled in, and a remark to go before the next question, if any."""

    form: Form
    remark: Reply | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """One part is to be asked again, from the check screen, which comes back afterwards."""

    step: Step


Taken = Next | Again | Edit | Turn | None
"""What a step makes of a message; None: it is no answer to this step."""


@dataclass(frozen=True, slots=True)
class StepPart:
    """How a step asks, what it makes of a message or of its own button's value, and why it asks."""

    prompt: Callable[[Moment, Form], tuple[Reply, ...]]
    take: Callable[[Moment, Form], Taken]
    tap: Callable[[Moment, Form, str], Taken]
    why: Text


def data(form: Form, value: str) -> str:
    """The data of a button that belongs to the form's current step."""
    return f"{buttons.FORM}{form.step.value}:{value}"


def foot(moment: Moment, *, back: bool = True) -> Rows:
    """The same three buttons under every step."""
    three = (
        moment.button(Text.BUTTON_BACK, buttons.FORM + "back"),
        moment.button(Text.BUTTON_CANCEL, buttons.FORM + "cancel"),
        moment.button(Text.BUTTON_WHY, buttons.FORM + "why"),
    )
    return (three if back else three[1:],)
