"""Choosing a recipe by leave-one-out, and solving with it; what was solved before is remembered by content."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from bot.matching.encoder import Memory
from bot.matching.features import Positions, Vector
from bot.matching.kernel import Kernel, Recipe
from bot.matching.packing import Arrays, digest, pack, unpack
from bot.matching.phrases import Phrase
from bot.matching.ridge import Ridge
from bot.matching.weights import Lexical

RIDGES = (0.25, 0.5, 1.0)
MIXES = {
    False: (Recipe(ridge=0.0),),
    True: (Recipe(meaning=1.5, squared=1.5, ridge=0.0), Recipe(squared=2.0, ridge=0.0)),
}
"""What is tried without and with an encoder."""
SAMPLE = 1200
"""Phrases on which recipes are compared: the choice hardly changes beyond, the cost grows with the cube."""
NAME = "weights"
VERSION = 2
"""Raised when the same phrases would be fitted to other weights, or the weights are kept in another form."""


@dataclass(frozen=True)
class Fit:
    """What was learned: how texts are compared, the phrases' weights, and what these say feature by feature."""

    recipe: Recipe
    ridge: Ridge
    lexical: Lexical


@dataclass(frozen=True)
class Task:
    """What is to be fitted: phrases, and their topics by number, shape (phrases,)."""

    kernel: Kernel
    labels: Positions
    topics: int

    def targets(self, chosen: range) -> Vector:
        """One row a phrase, 1 at its topic."""
        return np.eye(self.topics, dtype=np.float32)[self.labels[list(chosen)]]

    def solve(self, chosen: range, recipe: Recipe) -> Ridge:
        """Ridge regression over chosen phrases."""
        return Ridge.solve(self.kernel.among(chosen, recipe), self.targets(chosen), recipe.ridge)


def choose(task: Task) -> Recipe:
    """The recipe with the least mean squared leave-one-out error over evenly drawn phrases."""
    size = len(task.labels)
    drawn = range(0, size, -(-size // SAMPLE))
    targets = task.targets(drawn)
    alike = {mix: task.kernel.among(drawn, mix) for mix in MIXES[task.kernel.encoder is not None]}

    def error(recipe: Recipe) -> float:
        kernel = [rows.copy() for rows in alike[replace(recipe, ridge=0.0)]]
        return float(np.square(Ridge.solve(kernel, targets, recipe.ridge).left_out - targets).sum(axis=1).mean())

    return min((replace(mix, ridge=ridge) for mix in alike for ridge in RIDGES), key=error)


def fitted(task: Task, phrases: Sequence[Phrase], memory: Memory | None) -> Fit:
    """The fit, from memory where the same phrases were fitted last."""
    made_from = _made_from(task.kernel, phrases)
    known = unpack(made_from, memory.get(NAME) if memory else None)
    if known:
        return _unpacked(known)
    recipe = choose(task)
    ridge = task.solve(range(len(phrases)), recipe)
    fit = Fit(recipe, ridge, Lexical.of(task.kernel, recipe, ridge.weights))
    if memory:
        memory.put(NAME, pack(made_from, _packed(fit)))
    return fit


def _made_from(kernel: Kernel, phrases: Sequence[Phrase]) -> bytes:
    name = kernel.encoder.name if kernel.encoder else ""
    fields = ("\t".join(astuple(phrase)) for phrase in phrases)
    homes = (f"{word} {kernel.reader.vocabulary.home(word)}" for word in kernel.reader.vocabulary.words)
    return digest(VERSION, [name], fields, homes)


def _packed(fit: Fit) -> Arrays:
    ridge = {"weights": fit.ridge.weights, "left_out": fit.ridge.left_out}
    return {"recipe": np.array(astuple(fit.recipe)), **ridge, **fit.lexical.packed()}


def _unpacked(arrays: Arrays) -> Fit:
    recipe = Recipe(*map(float, arrays["recipe"]))
    return Fit(recipe, Ridge(arrays["weights"], arrays["left_out"]), Lexical.unpacked(arrays))
