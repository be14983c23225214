"""Choosing a recipe by leave-one-out, and solving with it; what was solved before is remembered by content."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from hashlib import sha256
from math import prod

import numpy as np

from bot.matching.encoder import Memory
from bot.matching.features import Positions, Vector
from bot.matching.kernel import Kernel, Recipe
from bot.matching.phrases import Phrase
from bot.matching.reader import Read
from bot.matching.ridge import Ridge

RIDGES = (0.25, 0.5, 1.0)
MIXES = {
    False: (Recipe(ridge=0.0),),
    True: (Recipe(meaning=1.5, squared=1.5, ridge=0.0), Recipe(squared=2.0, ridge=0.0)),
}
"""What is tried without and with an encoder."""
SAMPLE = 1200
"""Phrases on which recipes are compared: the choice hardly changes beyond, the cost grows with the cube."""
NAME = "weights"
VERSION = 1
"""Raised when the same phrases would be fitted to other weights."""


@dataclass(frozen=True)
class Task:
    """What is to be fitted: phrases as read, and their topics by number, shape (phrases,)."""

    kernel: Kernel
    reads: Sequence[Read]
    labels: Positions
    topics: int

    def targets(self, chosen: range) -> Vector:
        """One row a phrase, 1 at its topic."""
        return np.eye(self.topics, dtype=np.float32)[self.labels[list(chosen)]]

    def solve(self, chosen: range, recipe: Recipe) -> Ridge:
        """Ridge regression over chosen phrases."""
        return Ridge.solve(self.kernel.among(self.reads, chosen, recipe), self.targets(chosen), recipe.ridge)


def choose(task: Task) -> Recipe:
    """The recipe with the least mean squared leave-one-out error over evenly drawn phrases."""
    drawn = range(0, len(task.reads), -(-len(task.reads) // SAMPLE))
    targets = task.targets(drawn)
    alike = {mix: task.kernel.among(task.reads, drawn, mix) for mix in MIXES[task.kernel.encoder is not None]}

    def error(recipe: Recipe) -> float:
        kernel = [rows.copy() for rows in alike[replace(recipe, ridge=0.0)]]
        return float(np.square(Ridge.solve(kernel, targets, recipe.ridge).left_out - targets).sum(axis=1).mean())

    return min((replace(mix, ridge=ridge) for mix in alike for ridge in RIDGES), key=error)


def fitted(task: Task, phrases: Sequence[Phrase], memory: Memory | None) -> tuple[Recipe, Ridge]:
    """The recipe and the regression, from memory where the same phrases were fitted last."""
    content = _content(task, phrases)
    known = _recall((memory and memory.get(NAME)) or b"", content, task)
    if known:
        return known
    recipe = choose(task)
    ridge = task.solve(range(len(task.reads)), recipe)
    if memory:
        head = np.array(astuple(recipe), np.float32)
        memory.put(NAME, content + head.tobytes() + ridge.weights.tobytes() + ridge.left_out.tobytes())
    return recipe, ridge


def _content(task: Task, phrases: Sequence[Phrase]) -> bytes:
    encoder = task.kernel.encoder.name if task.kernel.encoder else ""
    vocabulary = task.kernel.reader.vocabulary.rows()
    content = repr((VERSION, encoder, [astuple(phrase) for phrase in phrases], vocabulary))
    return sha256(content.encode("utf-8", "surrogatepass")).digest()


def _recall(kept: bytes, content: bytes, task: Task) -> tuple[Recipe, Ridge] | None:
    head, shape = len(astuple(Recipe())), (2, len(task.reads), task.topics)
    if not kept.startswith(content) or len(kept) != len(content) + 4 * (head + prod(shape)):
        return None
    numbers: Vector = np.frombuffer(kept, np.float32, offset=len(content))
    weights, left_out = numbers[head:].reshape(shape)
    return Recipe(*map(float, numbers[:head])), Ridge(weights, left_out)
