"""How a text is read: its words, mended and stemmed, as the features that are compared."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from bot.matching.encoder import Memory
from bot.matching.features import letter_features, word_features
from bot.matching.normalize import tidy, tokens
from bot.matching.results import Correction
from bot.matching.spelling import Speller
from bot.matching.vocabulary import Vocabulary, evidence
from bot.messages import Language

STEMMERS = {"en": "english", "es": "spanish"}
NAME = "stems"
LONGEST = 4000
"""Characters of a message that are read: two screens of a phone hold fewer."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: mended both as a sentence (`tidy`) and as `words`."""

    tidy: str
    words: tuple[str, ...]
    language: Language | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Reader:
    """Reads phrases as they stand and messages with their spelling mended, by the same vocabulary."""

    vocabulary: Vocabulary
    speller: Speller
    stem: Callable[[str], str]

    @classmethod
    def of(
        cls,
        phrases: Iterable[tuple[str, Language]],
        is_word: Callable[[str], bool] | None,
        memory: Memory | None = None,
    ) -> "Reader":
        """A reader that knows the words of (phrase, language) pairs, their other forms, and what `is_word` knows."""
        vocabulary = Vocabulary.of(phrases)
        words = sorted({word for counted in vocabulary.counts.values() for word in counted})
        stem = _stemmer(vocabulary, _stems(vocabulary, words, memory))
        stems = set(map(stem, words))
        return cls(
            vocabulary,
            Speller(vocabulary, lambda word: stem(word) in stems or (is_word is not None and is_word(word))),
            stem,
        )

    def phrase(self, text: str) -> Read:
        """Read a phrase: its words are known as they are."""
        return Read(tidy(text), tokens(text))

    def message(self, text: str) -> Read:
        """Read a message: told by language, unknown words mended."""
        tidied = tidy(text[:LONGEST])
        language = self.vocabulary.tell(evidence(tidied))
        words, corrections = self.speller.mend(tokens(tidied), language)
        return Read(
            _retyped(tidied, corrections),
            words,
            language or self.vocabulary.tell(words),
            corrections,
        )

    def words(self, read: Read) -> list[str]:
        """Stemmed words and pairs."""
        return word_features(read.words, self.stem)

    def letters(self, read: Read) -> list[str]:
        """Groups of letters."""
        return letter_features(read.words)


def _retyped(text: str, corrections: Iterable[Correction]) -> str:
    """The sentence with its mends, but for those with another first letter: people seldom mistype that one."""
    for mend in corrections:
        if mend.typed[0] == mend.read_as[0] or sorted(mend.typed) == sorted(mend.read_as):
            text = re.sub(rf"\b{mend.typed}\b", mend.read_as, text, flags=re.IGNORECASE)
    return text


def _stemmer(vocabulary: Vocabulary, known: Mapping[str, str]) -> Callable[[str], str]:
    """Each word is stemmed in the language where it is at home, whatever is around it: Spanglish is usual here."""
    stemmers = {language: snowballstemmer.stemmer(name) for language, name in STEMMERS.items()}

    @lru_cache(maxsize=4096)
    def stem(word: str) -> str:
        return known.get(word) or str(stemmers[vocabulary.home(word)].stemWord(word))

    return stem


def _stems(vocabulary: Vocabulary, words: Sequence[str], memory: Memory | None) -> dict[str, str]:
    """The stems of the vocabulary, from memory where the same words were stemmed last: stemming all takes a second."""
    head = " ".join(f"{word}:{vocabulary.home(word)}" for word in words)
    kept = ((memory and memory.get(NAME)) or b"").decode("utf-8", "replace").split("\n")
    if len(kept) == 2 and kept[0] == head:  # noqa: PLR2004 - the words, and their stems
        return dict(zip(words, kept[1].split(" "), strict=True))
    stem = _stemmer(vocabulary, {})
    stems = {word: stem(word) for word in words}
    if memory:
        memory.put(NAME, f"{head}\n{' '.join(stems.values())}".encode())
    return stems
