"""Topics as replies: title, text with the clinic's facts filled in, source line, follow-up buttons."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.buttons import call_row, topic_rows
from bot.conversation.moment import Moment
from bot.knowledge import Text
from bot.messages import Reply

CONDITIONS = "conditions"


def answer(moment: Moment, topics: Sequence[str], condition: str = "") -> tuple[Reply, ...]:
    """One reply a topic; the buttons of all of them under the last one, answered topics left out."""
    replies = [_reply(moment, topic, condition if topic == CONDITIONS else "") for topic in topics]
    follow_ups = [up for topic in topics for up in moment.parts.knowledge.topics[topic].follow_ups if up not in topics]
    shown = topic_rows(moment, [up for up in follow_ups if up != "schedule-call"])[:3]
    replies[-1] = replace(replies[-1], buttons=(*shown, call_row(moment)))
    return tuple(replies)


def _reply(moment: Moment, topic: str, condition: str) -> Reply:
    known = moment.parts.knowledge.topics[topic]
    texts = moment.parts.knowledge.texts
    text = _condition_text(moment, condition) if condition else ""
    return Reply(
        text or texts.fill(known.answer.get(moment.language), moment.language),
        title=known.title.get(moment.language) if moment.parts.knowledge.groups[topic] != "social" else "",
        source=source_line(moment, topic),
    )


def _condition_text(moment: Moment, condition: str) -> str:
    """The honest answer about one condition: on the clinic's list, or not on it."""
    for known in moment.parts.knowledge.conditions:
        if known.id == condition:
            key = Text.CONDITION_LISTED if known.listed else Text.CONDITION_UNLISTED
            return moment.say(key, condition=known.name.get(moment.language))
    return ""


def source_line(moment: Moment, topic: str) -> str:
    """`Source: clinic article, June 2018` for what rests on the article's medical facts; "" for the rest."""
    knowledge = moment.parts.knowledge
    if knowledge.groups[topic] not in {"article", "clinic"}:
        return ""
    cited = {fact.source for fact in knowledge.ledger.facts if fact.id in knowledge.topics[topic].facts}
    labels = [knowledge.ledger.sources[source].label.get(moment.language) for source in sorted(cited)]
    return moment.say(Text.SOURCE, label="; ".join(labels)) if labels else ""
