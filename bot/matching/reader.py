"""How a text is read: its words, mended and stemmed, as the features that are compared."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import snowballstemmer

from bot.matching.encoder import Encoder, Memory
from bot.matching.features import letter_features, word_features
from bot.matching.normalize import tidy, tokens
from bot.matching.packing import as_array, as_texts, digest, pack, unpack
from bot.matching.results import Correction
from bot.matching.spelling import Speller
from bot.matching.vocabulary import Vocabulary, evidence
from bot.messages import Language

STEMMERS = {"en": "english", "es": "spanish"}
NAME = "words"
VERSION = 1
"""Raised when the same phrases would be read as other words or stems."""
LONGEST = 4000
"""Characters of a message that are read: two screens of a phone hold fewer."""


@dataclass(frozen=True, slots=True)
class Read:
    """A text as it was read: mended both as a sentence (`tidy`) and as `words`."""

    tidy: str
    words: tuple[str, ...]
    language: Language | None = None
    corrections: tuple[Correction, ...] = ()

    def retyped(self) -> "Read":
        """The same message as somebody would retype it from its mended words alone."""
        return replace(self, tidy=" ".join(self.words))


@dataclass(frozen=True)
class Reader:
    """Reads phrases as they stand and messages with their spelling mended, by the same vocabulary."""

    vocabulary: Vocabulary
    speller: Speller
    stem: Callable[[str], str]

    @classmethod
    def of(
        cls,
        phrases: Sequence[tuple[str, Language]],
        encoder: Encoder | None,
        memory: Memory | None = None,
    ) -> "Reader":
        """A reader that knows the words of (phrase, language) pairs, their other forms, and those of the encoder."""
        vocabulary, stems = _recalled(phrases, memory)
        stem = _stemmer(vocabulary, stems)
        known = set(stems.values())
        return cls(
            vocabulary,
            Speller(vocabulary, lambda word: stem(word) in known or (encoder is not None and encoder.is_word(word))),
            stem,
        )

    @classmethod
    def plain(cls) -> "Reader":
        """A reader that takes every word as it stands, neither mended nor stemmed."""
        vocabulary = Vocabulary.of([])
        return cls(vocabulary, Speller(vocabulary, lambda _: False), str)

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

    def mended(self, text: str) -> str:
        """The text as a sentence with its spelling mended, whole however long it is."""
        return self.message(text).tidy + text[LONGEST:]

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


def _recalled(phrases: Sequence[tuple[str, Language]], memory: Memory | None) -> tuple[Vocabulary, dict[str, str]]:
    """The words of phrases and their stems, from memory where the same phrases were read last: both take seconds."""
    made_from = digest(VERSION, *zip(*phrases, strict=True))
    kept = unpack(made_from, memory.get(NAME) if memory else None)
    if kept:
        return Vocabulary.unpacked(kept), dict(zip(as_texts(kept["words"]), as_texts(kept["stems"]), strict=True))
    vocabulary = Vocabulary.of(phrases)
    stem = _stemmer(vocabulary, {})
    stems = {word: stem(word) for word in vocabulary.words}
    if memory:
        memory.put(NAME, pack(made_from, {**vocabulary.packed(), "stems": as_array(stems.values())}))
    return vocabulary, stems
