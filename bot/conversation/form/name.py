"""Second step: whom to ask for."""

import re
from dataclasses import replace

from bot.conversation.form import discreet
from bot.conversation.form.step import Again, Next, StepPart, Taken, foot
from bot.conversation.moment import Moment
from bot.conversation.state import Form
from bot.conversation.words import looks_like_question
from bot.knowledge import Text, Word
from bot.knowledge.fold import fold
from bot.messages import Reply

LONGEST = 60
MOST_WORDS = 5
USUAL_WORDS = 3
_NAME = re.compile(r"[^\W\d_][\w'’.\-]*( [\w'’.\-]+)*", re.UNICODE)


def prompt(moment: Moment, form: Form) -> tuple[Reply, ...]:
    """Ask for a name."""
    del form
    return (moment.reply(Text.ASK_NAME, foot(moment)),)


def take(moment: Moment, form: Form) -> Taken:
    """A name, with or without `my name is`; a question is left to be answered, and can be insisted on as a name."""
    texts = moment.parts.knowledge.texts
    name, led = without_lead(texts.words(Word.NAME_LEAD), " ".join(moment.text.split()))
    if looks_like_question(texts, moment.text):
        return None
    if len(name) > LONGEST:
        return Again(moment.reply(Text.TOO_LONG))
    if not _NAME.fullmatch(name) or len(name.split()) > MOST_WORDS:
        return Again(moment.reply(Text.NAME_UNCLEAR)) if not moment.reading.answered else None
    insists = form.doubt == discreet.mark(moment.text)
    if not insists and not led and _may_be_a_question(moment, name):
        return None
    if not insists and discreet.is_health_detail(moment, name):
        return Again(moment.reply(Text.HEALTH_DETAIL), discreet.mark(moment.text))
    return Next(replace(form, name=name if name != name.lower() else name.title()))


def _may_be_a_question(moment: Moment, name: str) -> bool:
    """A short answer is a name unless patients write the very same words for a topic; a longer one, unless sure."""
    if len(name.split()) <= USUAL_WORDS and fold(name) not in moment.parts.said:
        return False
    return bool(moment.reading.understanding.answered)


def without_lead(leads: tuple[str, ...], text: str) -> tuple[str, bool]:
    """The text without `my name is` and the like, and whether there was one. Punctuation around a name goes."""
    for lead in sorted(leads, key=len, reverse=True):
        words = len(fold(lead).split())
        head, tail = " ".join(text.split()[:words]), " ".join(text.split()[words:])
        if tail and fold(head).replace(" ", "") == fold(lead).replace(" ", ""):
            return tail.strip(" .,!:;"), True
    return text.strip(" .,!:;"), False


def tap(moment: Moment, form: Form, value: str) -> Taken:
    """This step has no buttons of its own."""
    del moment, form, value
    return None


STEP = StepPart(prompt, take, tap, Text.WHY_NAME)
