"""All figures of one run."""

from dataclasses import dataclass

from benchmarks.hint3 import Compared
from benchmarks.patients import Rung
from benchmarks.speed import Probe, Start
from bot.evaluation import Tally


@dataclass(frozen=True)
class Figures:
    """What was measured, part by part."""

    hint3: list[Compared]
    languages: dict[str, Tally]
    kinds: dict[str, Tally]
    ladder: list[Rung]
    probes: list[Probe]
    start: Start
    running: Probe
    phrases: int
