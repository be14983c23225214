"""docs/benchmarks.md from the figures."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Figures
from benchmarks.speed import Probe
from bot.evaluation import Tally

NOTES = Path(__file__).parent / "notes.md"
"""What was tried and what falls short: written by hand, copied to the end of the page."""


def write_page(figures: Figures, path: Path) -> None:
    """Write the page."""
    path.write_text("\n".join([*_lines(figures), NOTES.read_text(encoding="utf-8")]), encoding="utf-8")


def _lines(figures: Figures) -> Iterator[str]:
    yield "# Benchmarks\n\nMade by `make bench` from the shipped knowledge; the text at the end is written by hand.\n"
    yield "![The typo ladder, and milliseconds a message by the number of phrases](images/benchmarks.png)\n"
    yield f"## Patients' messages ({figures.phrases} phrases, the whole bot, safety screen included)\n"
    yield "Shares of answerable messages; `wrong` is of all messages, `none` of those that should not be answered.\n"
    yield from _table(("", "messages", "right", "right + offered", "wrong", "none answered"), _tallies(figures))
    yield "\nOne typing mistake in a share of the words of well-typed messages:\n"
    rungs = ((f"{rung.share:.0%}", f"{rung.right:.3f}", f"{rung.found:.3f}") for rung in figures.ladder)
    yield from _table(("words mistyped", "right", "right + offered"), rungs)
    yield "\n## HINT3 curekart: real users, a real bot\n"
    yield "OSCR: correct answers against false answers to out-of-scope messages, over all thresholds; 1 is perfect.\n"
    compared = ((row.name, *(f"{score:.3f}" for score in (*row.oscr, *row.accuracy))) for row in figures.hint3)
    yield from _table(("", "OSCR, full", "OSCR, subset", "accuracy, full", "accuracy, subset"), compared)
    yield "\n## Speed and memory, one core\n"
    yield from _table(
        ("phrases", "encoder", "cold fit, s", "p50, ms", "p95, ms", "peak, MB"),
        (_probe(figures, row) for row in figures.probes),
    )
    running = figures.running
    yield f"\n- The running bot with a warm cache: {running.now:.0f} MB (at most {running.peak:.0f} MB)."
    yield f"- `clinic-bot ask` from the command to the answer: {figures.start.warm:.1f} s with a warm cache,"
    yield f"  {figures.start.cold:.1f} s the first time; of this the matching takes {running.fit:.1f} s when warm.\n"


def _tallies(figures: Figures) -> Iterator[tuple[str, ...]]:
    for name, tally in (figures.languages | figures.kinds).items():
        yield (name, str(tally.messages), *_shares(tally))


def _shares(tally: Tally) -> tuple[str, ...]:
    none = f"{tally.none_answered:.3f}" if tally.answerable < tally.messages else ""
    if not tally.answerable:
        return "", "", f"{tally.wrong:.3f}", none
    return f"{tally.right:.3f}", f"{tally.right + tally.offered:.3f}", f"{tally.wrong:.3f}", none


def _probe(figures: Figures, row: Probe) -> tuple[str, ...]:
    size = str(row.phrases or figures.phrases)
    return size, "yes" if row.encoder else "no", f"{row.fit:.1f}", f"{row.p50:.1f}", f"{row.p95:.1f}", f"{row.peak:.0f}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
