"""docs/images/benchmarks.png: the typo ladder and the time a message takes."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.figures import Figures


def write_plot(figures: Figures, path: Path) -> None:
    """Draw both side by side."""
    mpl.use("Agg")
    figure = Figure(figsize=(9, 3.4), layout="constrained")
    ladder, times = figure.subplots(1, 2)
    shares = [100 * rung.share for rung in figures.ladder]
    ladder.plot(shares, [rung.found for rung in figures.ladder], "o-", label="right or offered")
    ladder.plot(shares, [rung.right for rung in figures.ladder], "s-", label="right")
    ladder.set(xlabel="words mistyped, %", ylabel="share of messages", ylim=(0, 1), title="Typo ladder")
    for encoder, label in ((True, "with the encoder"), (False, "words and letters alone")):
        rows = [row for row in figures.probes if row.encoder is encoder]
        sizes = [row.phrases or figures.phrases for row in rows]
        times.plot(sizes, [row.p95 for row in rows], "o-", label=label)
    times.set(xlabel="phrases", ylabel="milliseconds, 95th percentile", ylim=(0, None), title="One message, one core")
    for axes in (ladder, times):
        axes.legend(frameon=False)
        axes.grid(alpha=0.3)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120)
