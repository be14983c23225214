"""Choosing a recipe by leave-one-out, and solving with it; what was solved before is remembered by content."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
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
LEXICAL = tuple(Recipe(ridge=ridge) for ridge in RIDGES)
SEMANTIC = tuple(
    Recipe(meaning=meaning, squared=squared, ridge=ridge)
    for meaning, squared in ((1.5, 1.5), (0.0, 2.0))
    for ridge in RIDGES
)
SAMPLE = 1500
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

    def solve(self, chosen: Sequence[int], recipe: Recipe) -> Ridge:
        """Ridge regression over chosen phrases."""
        targets = np.eye(self.topics, dtype=np.float32)[self.labels[chosen]]
        return Ridge.solve(self.kernel.among(self.reads, chosen, recipe), targets, recipe.ridge)

    def error(self, chosen: Sequence[int], recipe: Recipe) -> float:
        """Mean squared leave-one-out error over chosen phrases."""
        targets = np.eye(self.topics, dtype=np.float32)[self.labels[chosen]]
        return float(np.square(self.solve(chosen, recipe).left_out - targets).sum(axis=1).mean())


def choose(task: Task) -> Recipe:
    """The recipe with the least leave-one-out error over evenly drawn phrases."""
    step = max(1, -(-len(task.reads) // SAMPLE))
    drawn = range(0, len(task.reads), step)
    recipes = LEXICAL if task.kernel.encoder is None else SEMANTIC
    return min(recipes, key=lambda recipe: task.error(drawn, recipe))


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
