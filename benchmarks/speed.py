"""Latency, fit time, memory and start-up, each measured in a process of its own on one core."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SIZES = (500, 2000, 3000, 5000, 0)
"""Numbers of phrases; 0: all of the shipped knowledge."""
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Probe:
    """A measurement: phrases (0: all), with or without the encoder; seconds, milliseconds, MB."""

    phrases: int
    encoder: bool
    fit: float
    p50: float
    p95: float
    peak: float
    now: float


@dataclass(frozen=True)
class Start:
    """Seconds from the command `clinic-bot ask` to its answer, knowledge check and all; on the second, a warm cache."""

    cold: float
    warm: float


def speed() -> tuple[list[Probe], Start, Probe]:
    """Probes by size with and without the encoder, start-up, and the running bot with a warm cache."""
    probes = [_probe(size, encoder) for encoder in (True, False) for size in SIZES]
    with tempfile.TemporaryDirectory() as cache:
        start = Start(_start(cache), _start(cache))
        return probes, start, _probe(0, encoder=True, cache=cache)


def _probe(size: int, encoder: bool, cache: str = "") -> Probe:
    print(f"  speed: {size or 'all'} phrases, {'encoder' if encoder else 'lexical'}{', warm cache' if cache else ''}")
    command = [sys.executable, "-m", "benchmarks.probe", str(size), "encoder" if encoder else "lexical", cache]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=_one_thread())
    return Probe(size, encoder, **json.loads(done.stdout.splitlines()[-1]))


def _start(cache: str) -> float:
    print("  start-up")
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", "--json", "how much is it"]
    environment = _one_thread() | {"CLINIC_BOT_MATCHING__CACHE": cache}
    subprocess.run(command, capture_output=True, check=True, cwd=ROOT, env=environment)
    return time.perf_counter() - began


def _one_thread() -> dict[str, str]:
    return os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
