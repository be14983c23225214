"""Learning a detector: minutes of work for tens of thousands of phrases, done once, long before anybody writes."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple

import numpy as np

from bot.matching.detector import Detector, grounds, summed_up
from bot.matching.encoder import Encoder, Memory, embedded
from bot.matching.fitting import Task, choose
from bot.matching.kernel import Kernel
from bot.matching.logistic import Numbers, logistic, sigmoid
from bot.matching.normalize import tidy
from bot.matching.packing import digest, pack, unpack
from bot.matching.phrases import Phrase, checked
from bot.matching.reader import Reader
from bot.matching.weights import Lexical

NAME = "detector"
VERSION = 1
"""Raised when the same phrases would be learned otherwise."""


def learn_detector(
    phrases: Sequence[Phrase], kinds: Sequence[str], encoder: Encoder, memory: Memory | None = None
) -> tuple[Detector, list[tuple[Phrase, float]]]:
    """A detector of `kinds` among the phrases' topics, and every phrase with its chance as judged by all the others.

    What was learned last is remembered by content, whatever becomes of it.

    Raises:
        ValueError: the phrases cannot be learned from.
    """
    known = checked(phrases)
    made_from = digest(VERSION, [encoder.name], kinds, ("\t".join(astuple(phrase)) for phrase in known))
    kept = unpack(made_from, memory.get(NAME) if memory else None)
    detector = Detector.read(kept["detector"].tobytes()) if kept else None
    if kept and detector:
        return detector, _judged(known, kept["chances"])
    detector, chances = _learned(known, kinds, encoder, memory)
    if memory:
        written = np.frombuffer(detector.written(), np.uint8)
        memory.put(NAME, pack(made_from, {"detector": written, "chances": chances}))
    return detector, _judged(known, chances)


def _judged(phrases: Iterable[Phrase], chances: Numbers) -> list[tuple[Phrase, float]]:
    return list(zip(phrases, chances.tolist(), strict=True))


def _learned(
    phrases: Sequence[Phrase], kinds: Sequence[str], encoder: Encoder, memory: Memory | None
) -> tuple[Detector, Numbers]:
    """The detector and the phrases' chances, shape (phrases,).

    The logistic step learns from the leave-one-out support, so it knows how far the regression can be trusted with
    texts that nobody has shown it.
    """
    numbers = {kind: i for i, kind in enumerate(kinds)}
    labels = np.array([numbers.get(phrase.topic, len(kinds)) for phrase in phrases])
    texts = tuple(phrase.text for phrase in phrases)
    embeddings = embedded([tidy(text) for text in texts], encoder, memory)
    kernel = Kernel(Reader.plain(), texts, embeddings, encoder)
    task = Task(kernel, labels, len(kinds) + 1)
    recipe = choose(task)
    ridge = task.solve(range(len(phrases)), recipe)
    found = grounds(ridge.left_out[:, : len(kinds)])
    steps = logistic(found, (labels < len(kinds)).astype(np.float64))
    weights = np.ascontiguousarray(ridge.weights[:, : len(kinds)])
    detector = Detector(
        tuple(kinds),
        Lexical.of(kernel, recipe, weights),
        *summed_up(embeddings, weights, recipe),
        steps,
    )
    return detector, sigmoid(found @ steps)
