"""A call form of four messages, small enough that a drill measures the flow and not the matcher."""

from dataclasses import replace

from bot.conversation.events import CallRequested
from bot.conversation.state import CallRequest, Consent, Conversation, Form, Step, Window
from bot.conversation.turn import Turn
from bot.messages import Incoming, Language, Reply

QUESTIONS = ("What is your name?", "What is your number?", "When shall we call?", "Saved")


def take_turn(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
    """Asks for name, phone and time, then saves; every answer starts with the number of the message that it answers."""
    if not incoming.text.startswith("call "):
        return Turn((Reply(f"echo {incoming.text}"),), conversation)
    number, words = incoming.text.removeprefix("call ").split(" ", maxsplit=1)
    step = int(number)
    replies = (Reply(f"{step} {QUESTIONS[step]}"),)
    form = conversation.form
    if step == 0:
        return Turn(replies, replace(conversation, form=Form(Step.NAME, incoming.at)))
    if form is None or request is not None:
        return Turn((Reply(f"{step} out of place"),), conversation)
    if step == len(QUESTIONS) - 1:
        return _saved(incoming, conversation, form, replies)
    return Turn(replies, replace(conversation, form=_answered(form, step, words)))


def _answered(form: Form, step: int, words: str) -> Form:
    return replace(form, step=Step.PHONE, name=words) if step == 1 else replace(form, step=Step.WHEN, phone=words)


def _saved(incoming: Incoming, conversation: Conversation, form: Form, replies: tuple[Reply, ...]) -> Turn:
    consent = Consent("drill", incoming.at, "en")
    left = CallRequest(f"R{incoming.chat}", form.name, form.phone, Window(asap=True), True, False, "en", consent)
    return Turn(replies, replace(conversation, form=None), (CallRequested(left),))


def apologise(language: Language | None) -> Reply:
    """Nobody should read this in a drill."""
    del language
    return Reply("sorry")
