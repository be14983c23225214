"""The engine: tries the responders in one visible order and returns the first one's turn."""

import re
from dataclasses import dataclass, replace

from bot.conversation.form import desk
from bot.conversation.form.name import USUAL_WORDS
from bot.conversation.moment import Moment, Parts, Responder
from bot.conversation.reading import Reading, choose_language, read
from bot.conversation.responders import arrivals, commands, confirmations, danger, questions
from bot.conversation.state import CallRequest, Conversation, Step
from bot.conversation.turn import Turn
from bot.messages import LANGUAGES, Incoming, Language

COMMAND = re.compile(r"\s*/\w+(@\w+)?\s*")
"""Cut off before reading: what follows a command is still looked at for danger."""

RESPONDERS: tuple[Responder, ...] = (
    danger.danger,
    arrivals.reachability,
    arrivals.flood,
    arrivals.edited,
    arrivals.media,
    commands.commands,
    commands.taps,
    confirmations.typed,
    desk.form,
    arrivals.stray_contact,
    questions.sure,
    questions.support_only,
    questions.unasked_number,
    questions.unsure,
    questions.lost,
)


@dataclass(frozen=True, slots=True)
class Engine:
    """Takes a message and a conversation and returns a turn: pure, and total over every message."""

    parts: Parts

    def take_turn(
        self,
        incoming: Incoming,
        conversation: Conversation,
        request: CallRequest | None,
        closed: tuple[CallRequest, ...] = (),
    ) -> Turn:
        """Answer one message. The same arguments always give the same turn."""
        reading = self.read(incoming, conversation)
        return self.answer(Moment(self.parts, incoming, conversation, request, reading, closed))

    def answer(self, moment: Moment) -> Turn:
        """The turn of a message that has been read."""
        turn = next(turn for responder in RESPONDERS if (turn := responder(moment)) is not None)
        turn = confirmations.remembered(arrivals.counted(moment, danger.with_support(moment, turn)))
        return replace(turn, conversation=replace(turn.conversation, language=moment.language))

    def read(self, incoming: Incoming, conversation: Conversation) -> Reading:
        """What the bot makes of the words of a message, before it decides what to say."""

        def choose(found: Language | None) -> Language:
            tapped = incoming.tap.removeprefix("l:") if incoming.tap.startswith("l:") else ""
            written = None if command or _is_name(incoming, conversation) else found
            chosen = next((language for language in LANGUAGES if language == tapped), written)
            return choose_language(chosen, conversation.language, incoming)

        command = COMMAND.match(incoming.text)
        text = incoming.text[command.end() :] if command else incoming.text
        text = text or (incoming.contact.name if incoming.contact else "")
        return read(text, conversation.last_topic, self.parts.understander, self.parts.look, choose)


def _is_name(incoming: Incoming, conversation: Conversation) -> bool:
    """A name says nothing about the language: Guadalupe may well be writing in English."""
    form = conversation.form
    return form is not None and form.step is Step.NAME and len(incoming.text.split()) <= USUAL_WORDS
