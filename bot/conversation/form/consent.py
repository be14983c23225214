"""First step: what is kept, for how long, and that Telegram is not confidential; nothing is asked before the yes."""

from bot.conversation import buttons
from bot.conversation.form.step import Next, StepPart, Taken, data, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Consent, Form
from bot.conversation.turn import Turn
from bot.conversation.words import is_word
from bot.knowledge import Text, Word
from bot.messages import Reply


def current(moment: Moment) -> Consent | None:
    """The patient's consent to the text as it reads today.

    It is kept with the conversation, and with the open request, which may outlive an idle conversation.
    """
    kept = moment.conversation.consent or (moment.request.consent if moment.request else None)
    return kept if kept and kept.version == _version(moment) else None


def given(moment: Moment) -> Consent:
    """The consent of this moment."""
    return Consent(_version(moment), moment.incoming.at, moment.language)


def _version(moment: Moment) -> str:
    return moment.parts.knowledge.texts.version(Text.CONSENT, days=str(moment.parts.closed_days))


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """The consent text with yes and no."""
    rows = (
        (moment.button(Text.BUTTON_AGREE, data(form, "yes")),),
        (moment.button(Text.BUTTON_DECLINE, data(form, "no")),),
        *foot(moment, back=False),
    )
    return (moment.reply(Text.CONSENT, rows, days=str(moment.parts.closed_days)),)


def take(moment: Moment, form: Form) -> Taken:
    """A typed yes or no."""
    texts = moment.parts.knowledge.texts
    if is_word(texts, Word.YES, moment.text):
        return tap(moment, form, "yes")
    return tap(moment, form, "no") if is_word(texts, Word.NO, moment.text) else None


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """Yes goes on; no keeps nothing and leaves the phone number."""
    if value == "yes":
        return Next(form)
    return declined(moment) if value == "no" else None


def declined(moment: Moment) -> Turn:
    """Nothing new was kept."""
    rows = ((moment.button(Text.BUTTON_MENU, buttons.MENU),),)
    key = Text.REQUEST_UNCHANGED if moment.request else Text.CONSENT_DECLINED
    return moment.turn(moment.reply(key, rows), form=None, awaiting="")


STEP = StepPart(prompt, take, tap, Text.WHY_CONSENT)
