"""One measurement in a process of its own, on one core: `python -m benchmarks.probe PHRASES encoder|lexical CACHE`.

Prints JSON: seconds to fit, milliseconds a message at the median and the 95th percentile, and the memory in MB at its
highest and at the end.
"""

import json
import os
import sys
import time
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.building import load_knowledge, reader_of
from bot.config import Settings
from bot.files import FolderMemory
from bot.matching import Understander, sentence_encoder

ASKED = 300


def main(size: int, encoder: bool, cache: str) -> None:
    """Measure and print. An empty cache name keeps nothing."""
    knowledge = load_knowledge(Settings())
    phrases = knowledge.phrases()
    Random(1).shuffle(phrases)
    asked = [text for text, _, _ in phrases[-ASKED:]]
    coder, kept = sentence_encoder() if encoder else None, FolderMemory(Path(cache)) if cache else None
    began = time.perf_counter()
    understander = Understander.fit(
        phrases[: size or len(phrases)],
        knowledge.conditions,
        encoder=coder,
        memory=kept,
        reader=None if size else reader_of(knowledge, coder, kept),
    )
    understander.understand(asked[0])
    fitted = time.perf_counter() - began
    times = [_milliseconds(understander, text) for text in asked]
    cuts = quantiles(times, n=20)
    memory = {"peak": _megabytes("VmHWM"), "now": _megabytes("VmRSS")}
    print(json.dumps({"fit": fitted, "p50": cuts[9], "p95": cuts[18], **memory}))


def _megabytes(name: str) -> float:
    """A line of /proc/self/status; getrusage would tell the highest memory of the process that started this one."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(name))


def _milliseconds(understander: Understander, text: str) -> float:
    began = time.perf_counter()
    understander.understand(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    main(int(sys.argv[1]), sys.argv[2] == "encoder", sys.argv[3] if len(sys.argv) > 3 else "")
