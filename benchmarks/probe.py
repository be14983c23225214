"""One measurement in a process of its own, on one core: `python -m benchmarks.probe PHRASES encoder|lexical CACHE`.

Prints JSON: seconds to fit, milliseconds a message at the median and the 95th percentile, and the memory in MB at its
highest and at the end.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.app import load_knowledge
from bot.config import Settings
from bot.files import FolderMemory
from bot.matching import Understander, sentence_encoder

PAGE = resource.getpagesize()
ASKED = 300


def main(size: int, encoder: bool, cache: str) -> None:
    """Measure and print. An empty cache name keeps nothing."""
    knowledge = load_knowledge(Settings())
    phrases = knowledge.phrases()
    Random(1).shuffle(phrases)
    asked = [text for text, _, _ in phrases[-ASKED:]]
    began = time.perf_counter()
    understander = Understander.fit(
        phrases[: size or len(phrases)],
        knowledge.conditions,
        encoder=sentence_encoder() if encoder else None,
        memory=FolderMemory(Path(cache)) if cache else None,
    )
    understander.understand(asked[0])
    fitted = time.perf_counter() - began
    times = [_milliseconds(understander, text) for text in asked]
    cuts = quantiles(times, n=20)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20
    print(json.dumps({"fit": fitted, "p50": cuts[9], "p95": cuts[18], "peak": peak, "now": now}))


def _milliseconds(understander: Understander, text: str) -> float:
    began = time.perf_counter()
    understander.understand(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    main(int(sys.argv[1]), sys.argv[2] == "encoder", sys.argv[3] if len(sys.argv) > 3 else "")
