"""A typed yes or no to the questions that are asked before something is gone: it is no answer to a form underneath."""

from dataclasses import replace

from bot.conversation import buttons
from bot.conversation.moment import Moment
from bot.conversation.responders import my_call, privacy
from bot.conversation.turn import Turn
from bot.conversation.words import is_word
from bot.knowledge import Word
from bot.messages import Kind

ASKED = {
    buttons.FORGET_YES: (privacy.forget, privacy.keep),
    buttons.WITHDRAW_YES: (my_call.withdraw, my_call.show),
}
"""By the data of the yes button: what a yes does, and what a no does."""


def typed(moment: Moment) -> Turn | None:
    """A yes or no in words, while the question stands."""
    if moment.conversation.awaiting not in ASKED or moment.incoming.kind is not Kind.TEXT:
        return None
    texts = moment.parts.knowledge.texts
    yes, no = ASKED[moment.conversation.awaiting]
    if is_word(texts, Word.YES, moment.text):
        return yes(moment)
    return no(moment) if is_word(texts, Word.NO, moment.text) else None


def remembered(turn: Turn) -> Turn:
    """The turn with its question noted; a question stands only until the next message is answered."""
    shown = {button.data for reply in turn.replies for row in reply.buttons for button in row}
    asked = next((yes for yes in ASKED if yes in shown), "")
    awaiting = turn.conversation.awaiting
    if not asked and awaiting not in ASKED:
        return turn
    return replace(turn, conversation=replace(turn.conversation, awaiting=asked))
