"""Learning a detector: minutes of work for tens of thousands of phrases, done once, long before anybody writes."""

from collections.abc import Sequence

import numpy as np

from bot.matching.detector import Detector, grounds, summed_up
from bot.matching.encoder import Encoder, Memory, embedded
from bot.matching.fitting import Task, choose
from bot.matching.kernel import Kernel
from bot.matching.logistic import logistic, sigmoid
from bot.matching.normalize import tidy
from bot.matching.phrases import Phrase, checked
from bot.matching.reader import Reader
from bot.matching.weights import Lexical


def learn_detector(
    phrases: Sequence[Phrase], kinds: Sequence[str], encoder: Encoder, memory: Memory | None = None
) -> tuple[Detector, list[tuple[Phrase, float]]]:
    """A detector of `kinds` among the phrases' topics, and every phrase with its chance as judged by all the others.

    The logistic step learns from the leave-one-out support, so it knows how far the regression can be trusted with
    texts that nobody has shown it.

    Raises:
        ValueError: the phrases cannot be learned from.
    """
    known = checked(phrases)
    numbers = {kind: i for i, kind in enumerate(kinds)}
    labels = np.array([numbers.get(phrase.topic, len(kinds)) for phrase in known])
    texts = tuple(phrase.text for phrase in known)
    embeddings = embedded([tidy(text) for text in texts], encoder, memory)
    kernel = Kernel(Reader.plain(), texts, embeddings, encoder)
    task = Task(kernel, labels, len(kinds) + 1)
    recipe = choose(task)
    ridge = task.solve(range(len(known)), recipe)
    found = grounds(ridge.left_out[:, : len(kinds)])
    steps = logistic(found, (labels < len(kinds)).astype(np.float64))
    weights = np.ascontiguousarray(ridge.weights[:, : len(kinds)])
    detector = Detector(
        tuple(kinds),
        Lexical.of(kernel, recipe, weights),
        *summed_up(embeddings, weights, recipe),
        steps,
    )
    return detector, list(zip(known, sigmoid(found @ steps).tolist(), strict=True))
