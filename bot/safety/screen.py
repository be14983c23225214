"""The first look at every message: the rules of safety.yaml and the scores of a learned detector, joined by OR."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.knowledge.safety import ReplyKey, SafetyFile, SafetyTopic
from bot.messages import Level
from bot.safety.alarm import TOPICS, Alarm
from bot.safety.rules import Hit, Rules, Sentence, groups_of, vocabulary
from bot.safety.scores import Danger, Scores
from bot.safety.spelling import Speller
from bot.safety.words import sentences

_LOUDNESS = {Level.NONE: 0, Level.CONCERN: 1, Level.URGENT: 2}


class Screen:
    """Looks at a text; pure, bounded and total: any text has an alarm, none raises.

    `calm` are phrases of calm patients: their words are not taken for mistyped alarming ones.
    `scores` is the second detector; without it the rules judge alone.
    """

    def __init__(self, file: SafetyFile, calm: Iterable[str] = (), scores: Scores | None = None) -> None:
        commonness = Counter(word for phrase in calm for words in sentences(phrase) for word in words)
        self._rules = Rules(file, commonness)
        self._speller = Speller(vocabulary(file), commonness)
        groups = groups_of(file)
        self._first_person = frozenset(wording[0] for wording in groups.get("first-person", ()))
        self._others = frozenset(wording[0] for wording in groups.get("somebody-close", ()))
        self._scores = scores

    def look(self, text: str) -> Alarm:
        """How alarming a text is."""
        read = self._speller.read_all(sentences(text))
        found = [self._rules.read(words) for words in read]
        by_rule = self._by_rule(found, read)
        if not self._scores:
            return by_rule
        danger = self._scores.of(text)
        by_score = self._by_score(self._scores, danger, found, read)
        if by_rule.level is Level.URGENT and danger.chance < self._scores.levels.doubt:
            by_rule = replace(by_rule, level=Level.CONCERN, rule=f"{by_rule.rule}, doubted")
        return max(by_rule, by_score, key=lambda alarm: _LOUDNESS[alarm.level])

    def _by_rule(self, found: Sequence[Sentence], read: Sequence[Sequence[str]]) -> Alarm:
        hits = [(hit, words) for sentence, words in zip(found, read, strict=True) for hit in sentence.hits]
        if not hits:
            return Alarm()
        hit, words = max(hits, key=lambda item: (_LOUDNESS[item[0].level], -TOPICS.index(item[0].rule.topic)))
        return _alarm(hit.level, hit.rule.topic, hit.rule.reply, self._is_close(hit.words, words), _why(hit))

    def _by_score(
        self, scores: Scores, danger: Danger, found: Sequence[Sentence], read: Sequence[Sequence[str]]
    ) -> Alarm:
        """A score alone is no more than a concern where the message holds a look-alike or a milder wording."""
        if danger.chance < scores.levels.concern:
            return Alarm()
        loud = danger.chance >= scores.levels.urgent and not any(sentence.calmer for sentence in found)
        level, why = Level.URGENT if loud else Level.CONCERN, f"{danger.topic} with a chance of {danger.chance:.2f}"
        return _alarm(level, danger.topic, None, self._is_close((), [word for words in read for word in words]), why)

    def _is_close(self, matched: Sequence[str], sentence: Sequence[str]) -> bool:
        """Whether somebody else is meant: the words matched do not say I or me, and the sentence names another."""
        own = self._first_person.intersection(matched or sentence)
        return not own and not self._others.isdisjoint(sentence)


def _why(hit: Hit) -> str:
    return f"{hit.rule.id}: `{hit.pattern}`" + (f", milder: {hit.milder}" if hit.milder else "")


def _alarm(level: Level, topic: SafetyTopic, reply: ReplyKey | None, close: bool, why: str) -> Alarm:
    key = reply or ("crisis-close" if topic == "crisis" and close else topic)
    return Alarm(level, topic, key, close, why)
