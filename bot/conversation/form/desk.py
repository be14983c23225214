"""Leads through the call form: start, next, back, cancel, why, and questions let through, the step asked again once."""

from dataclasses import replace
from datetime import timedelta

from bot.conversation import buttons
from bot.conversation.answers import answer
from bot.conversation.form import check, consent, discreet, discretion, name, phone, topic, when
from bot.conversation.form.step import Again, Edit, Next, StepPart, Taken
from bot.conversation.moment import Moment, Rows
from bot.conversation.state import Form, Step
from bot.conversation.turn import Turn
from bot.conversation.words import is_word
from bot.knowledge import Text, Word
from bot.messages import Kind, Level, Reply

ORDER = (Step.CONSENT, Step.NAME, Step.PHONE, Step.WHEN, Step.DISCRETION, Step.CHECK)
STEPS: dict[Step, StepPart] = {
    Step.CONSENT: consent.STEP,
    Step.NAME: name.STEP,
    Step.PHONE: phone.STEP,
    Step.WHEN: when.STEP,
    Step.DISCRETION: discretion.STEP,
    Step.CHECK: check.STEP,
    Step.TOPIC: topic.STEP,
}
STALE = timedelta(hours=24)
RESUME, RESTART, BACK, CANCEL, WHY = "resume", "restart", "back", "cancel", "why"


def start(moment: Moment) -> Turn:
    """Begin, go on with what was begun, or open the request that is there: one open request a patient."""
    if moment.conversation.form:
        return _ask(moment, moment.conversation.form)
    if moment.request:
        return reopen(moment)
    return _ask(moment, Form(_first(moment), moment.incoming.at))


def reopen(moment: Moment) -> Turn:
    """The open request on the check screen, to be changed; after a new consent text, that is asked first."""
    request = moment.request
    if request is None:
        return start(moment)
    agreed = consent.current(moment) is not None
    form = Form(
        Step.CHECK if agreed else Step.CONSENT,
        moment.incoming.at,
        editing=not agreed,
        name=request.name,
        phone=request.phone,
        window=request.window,
        voicemail=request.voicemail,
        name_clinic=request.name_clinic,
        topic=request.topic,
        reference=request.reference,
    )
    return _ask(moment, form, moment.reply(Text.FORM_ALREADY_OPEN, reference=request.reference))


def cancel(moment: Moment) -> Turn:
    """End the form; a request that was only being changed stays as it was."""
    opened = moment.conversation.form
    rows: Rows = ((moment.button(Text.BUTTON_MENU, buttons.MENU),),)
    if opened and opened.step is Step.PHONE:
        rows = ()  # a message takes away the share button or shows buttons of its own, not both
    key = Text.REQUEST_UNCHANGED if moment.request else Text.FORM_CANCELLED
    reply = replace(moment.reply(key, rows), clears_contact=not rows)
    return moment.turn(reply, form=None, awaiting="")


def form(moment: Moment) -> Turn | None:
    """A message or a tap while a form is open, and taps on the buttons of one that is gone."""
    opened = moment.conversation.form
    if opened is None:
        return _gone(moment) if moment.incoming.tap.startswith(buttons.FORM) else None
    if moment.incoming.kind is Kind.TAP:
        return _tapped(moment, opened, moment.incoming.tap.removeprefix(buttons.FORM))
    if moment.incoming.at - opened.touched > STALE:
        return _stale(moment)
    return _typed_command(moment, opened) or _typed(moment, opened)


def answer_inside(moment: Moment, topics: tuple[str, ...], condition: str = "") -> Turn:
    """A question in the middle is answered without buttons, and the step comes back once."""
    opened = moment.conversation.form or Form(Step.CONSENT, moment.incoming.at)
    answers = [replace(reply, buttons=()) for reply in (answer(moment, topics, condition) if topics else ())]
    doubtful = opened.step is Step.NAME and moment.incoming.kind is Kind.TEXT and bool(answers)
    remark = [moment.reply(Text.NAME_AGAIN)] if doubtful else []
    last_topic = topics[-1] if topics else moment.conversation.last_topic
    doubt = discreet.mark(moment.text) if doubtful else opened.doubt
    turn = _ask(moment, replace(opened, doubt=doubt), *answers, *remark)
    return Turn(turn.replies, replace(turn.conversation, last_topic=last_topic, misses=0), turn.events)


def _gone(moment: Moment) -> Turn:
    if moment.incoming.tap in {buttons.FORM + RESUME, buttons.FORM + RESTART}:
        return start(moment)
    return moment.turn(moment.reply(Text.OLD_BUTTON, buttons.menu_rows(moment)))


def _stale(moment: Moment) -> Turn | None:
    """After a day the patient is asked whether to go on; a question is answered first."""
    understanding = moment.reading.understanding
    answers = answer(moment, understanding.answered, understanding.condition) if understanding.answered else ()
    rows = (
        (moment.button(Text.BUTTON_CONTINUE, buttons.FORM + RESUME),),
        (
            moment.button(Text.BUTTON_RESTART, buttons.FORM + RESTART),
            moment.button(Text.BUTTON_CANCEL, buttons.FORM + CANCEL),
        ),
    )
    bare = [replace(reply, buttons=()) for reply in answers]
    return moment.turn(*bare, moment.reply(Text.FORM_STALE, rows))


def _tapped(moment: Moment, opened: Form, value: str) -> Turn:
    if value == RESUME:
        return _ask(moment, opened)
    if value == RESTART:
        return _ask(moment, Form(_first(moment), moment.incoming.at, reference=opened.reference))
    if value == CANCEL:
        return cancel(moment)
    if value == BACK:
        return _back(moment, opened)
    if value == WHY:
        return _why(moment, opened)
    step, _, choice = value.partition(":")
    if step != opened.step.value:
        return _ask(moment, opened)
    return _follow(moment, opened, STEPS[opened.step].tap(moment, opened, choice))


def _typed_command(moment: Moment, opened: Form) -> Turn | None:
    texts = moment.parts.knowledge.texts
    if is_word(texts, Word.CANCEL, moment.text):
        return cancel(moment)
    if is_word(texts, Word.BACK, moment.text):
        return _back(moment, opened)
    return _why(moment, opened) if is_word(texts, Word.WHY, moment.text) else None


def _typed(moment: Moment, opened: Form) -> Turn | None:
    """Worrying words are never kept: the step is asked again below the support line."""
    if moment.reading.alarm.level is not Level.NONE:
        return answer_inside(moment, moment.reading.understanding.answered)
    taken = STEPS[opened.step].take(moment, opened)
    if taken is None and moment.reading.understanding.answered:
        return None
    return _follow(moment, opened, taken)


def _follow(moment: Moment, opened: Form, taken: Taken) -> Turn:
    if isinstance(taken, Turn):
        return taken
    if isinstance(taken, Again):
        return _ask(moment, replace(opened, doubt=taken.doubt), taken.remark)
    if isinstance(taken, Edit):
        return _ask(moment, replace(opened, step=taken.step, editing=True, doubt=""))
    if isinstance(taken, Next):
        return _next(moment, taken)
    return _ask(moment, opened, moment.reply(Text.CHOOSE_BUTTON))


def _next(moment: Moment, taken: Next) -> Turn:
    done = taken.form
    following = Step.CHECK if done.editing or done.step is Step.TOPIC else ORDER[ORDER.index(done.step) + 1]
    remarks = [taken.remark] if taken.remark else []
    turn = _ask(moment, replace(done, step=following, editing=False, doubt=""), *remarks)
    if done.step is not Step.CONSENT:
        return turn
    return Turn(turn.replies, replace(turn.conversation, consent=consent.given(moment)), turn.events)


def _back(moment: Moment, opened: Form) -> Turn:
    if opened.day:
        return _ask(moment, replace(opened, day=""))
    if opened.editing or opened.step is Step.TOPIC:
        return _ask(moment, replace(opened, step=Step.CHECK, editing=False, doubt=""))
    first = ORDER.index(_first(moment))
    before = ORDER[max(first, ORDER.index(opened.step) - 1)]
    leaving = [replace(moment.reply(Text.STEP_BACK), clears_contact=True)] if opened.step is Step.PHONE else []
    return _ask(moment, replace(opened, step=before, doubt=""), *leaving)


def _first(moment: Moment) -> Step:
    return Step.NAME if consent.current(moment) else Step.CONSENT


def _why(moment: Moment, opened: Form) -> Turn:
    return _ask(moment, opened, moment.reply(STEPS[opened.step].why))


def _ask(moment: Moment, opened: Form, *remarks: Reply) -> Turn:
    """Ask the form's step, remarks first."""
    touched = replace(opened, touched=moment.incoming.at)
    replies = STEPS[touched.step].prompt(moment, touched)
    return moment.turn(*remarks, *replies, form=touched, awaiting="", misses=0)
