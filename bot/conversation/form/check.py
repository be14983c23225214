"""Last step: everything once more, with a button to change each part; then it is saved with a short reference."""

from hashlib import sha256

from bot.conversation import buttons
from bot.conversation.events import CallChanged, CallRequested
from bot.conversation.form import consent
from bot.conversation.form.step import Again, Edit, StepPart, Taken, data
from bot.conversation.form.summary import summary
from bot.conversation.form.topic import TOPICS
from bot.conversation.moment import Moment
from bot.conversation.state import CallRequest, Form, Step, Window
from bot.conversation.turn import Turn
from bot.conversation.words import is_word
from bot.knowledge import Text, Word
from bot.messages import Incoming, Reply

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No characters that are mistaken for each other on the phone."""
EDITS = {
    "name": (Text.BUTTON_CHANGE_NAME, Step.NAME),
    "phone": (Text.BUTTON_CHANGE_PHONE, Step.PHONE),
    "when": (Text.BUTTON_CHANGE_WHEN, Step.WHEN),
    "discretion": (Text.BUTTON_CHANGE_DISCRETION, Step.DISCRETION),
    "topic": (Text.BUTTON_ADD_TOPIC, Step.TOPIC),
}


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """All that would be kept, with send, change and cancel."""
    text = moment.say(Text.CHECK, **summary(moment, form))
    about = moment.say(Text.CHECK_TOPIC, topic=moment.say(TOPICS[form.topic])) if form.topic else ""
    edits = [moment.button(text, data(form, value)) for value, (text, _) in EDITS.items()]
    rows = (
        (moment.button(Text.BUTTON_SEND, data(form, "send")),),
        *(tuple(edits[i : i + 2]) for i in range(0, len(edits), 2)),
        (
            moment.button(Text.BUTTON_CANCEL, buttons.FORM + "cancel"),
            moment.button(Text.BUTTON_WHY, buttons.FORM + "why"),
        ),
    )
    return (Reply(f"{about}\n\n{text}" if about else text, buttons=rows),)


def take(moment: Moment, form: Form) -> Taken:
    """A typed yes sends it."""
    texts = moment.parts.knowledge.texts
    if is_word(texts, Word.YES, moment.text):
        return save(moment, form)
    return None if moment.reading.answered else Again(moment.reply(Text.CHOOSE_BUTTON))


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """Send it, or go to one part to change it and come back."""
    if value == "send":
        return save(moment, form)
    if value not in EDITS:
        return None
    return Edit(EDITS[value][1])


def save(moment: Moment, form: Form) -> Turn | Edit:
    """The request as an event, and the confirmation that is sent once it is stored; never without consent."""
    agreed = consent.current(moment)
    if agreed is None:
        return Edit(Step.CONSENT)
    request = CallRequest(
        reference=form.reference or new_reference(moment.incoming),
        name=form.name,
        phone=form.phone,
        window=form.window or Window(asap=True),
        voicemail=bool(form.voicemail),
        name_clinic=bool(form.name_clinic),
        language=moment.language,
        consent=agreed,
        topic=form.topic,
    )
    changed = bool(form.reference and moment.request)
    fill = summary(moment, request)
    row = (moment.button(Text.BUTTON_MY_CALL, buttons.MY_CALL), moment.button(Text.BUTTON_MENU, buttons.MENU))
    return moment.turn(
        moment.reply(
            Text.CHANGED if changed else Text.SAVED,
            reference=request.reference,
            phone=fill["phone"],
            window=fill["window"],
        ),
        moment.reply(Text.NO_PROMISE, (row,)),
        events=(CallChanged(request) if changed else CallRequested(request),),
        form=None,
        awaiting="",
        misses=0,
    )


def new_reference(incoming: Incoming) -> str:
    """`#K7Q2`: four characters from the message's own key, so that a repeated turn gives the same one."""
    digest = int.from_bytes(sha256(f"{incoming.channel}\0{incoming.chat}\0{incoming.id}".encode()).digest()[:8])
    letters = []
    for _ in range(4):
        digest, index = divmod(digest, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "#" + "".join(letters)


STEP = StepPart(prompt, take, tap, Text.WHY_CHECK)
