"""Drills: the flow under kill -9, a database that crashes, and load. Minutes, by hand: `python -m drills [name …]`."""
