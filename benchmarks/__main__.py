"""`python -m benchmarks`: measure everything and write docs/benchmarks.md with its plot."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy, as the bot itself does

from benchmarks.figures import Figures
from benchmarks.hint3 import hint3
from benchmarks.page import write_page
from benchmarks.patients import count_phrases, patients, typo_ladder
from benchmarks.plot import write_plot
from benchmarks.speed import speed

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Measure in order, saying what is going on; exit 2 where the evaluation data is not there."""
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "evaluation", help="evaluation data")
    data = parser.parse_args().data
    messages, intents = data / "patient_messages_dev.csv", data / "hint3_curekart"
    for needed in (messages, intents):
        if not needed.exists():
            print(f"the evaluation data is not there: {needed}\nname its folder: python -m benchmarks --data FOLDER")
            return 2
    compared = hint3(intents)
    languages, kinds = patients(messages)
    ladder = typo_ladder(messages)
    figures = Figures(compared, languages, kinds, ladder, *speed(), count_phrases())
    write_plot(figures, ROOT / "docs" / "images" / "benchmarks.png")
    write_page(figures, ROOT / "docs" / "benchmarks.md")
    print("written: docs/benchmarks.md, docs/images/benchmarks.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
