"""Measures how well, how fast and how lean the bot understands; `python -m benchmarks` writes docs/benchmarks.md."""
