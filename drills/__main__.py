"""`python -m drills` runs every drill, `python -m drills NAME …` some; the exit code says whether all passed."""

import asyncio
import sys

from drills import days, faults, kills, load

DRILLS = {
    "sqlite-polling": kills.sqlite_polling,
    "postgresql-polling": kills.postgresql_polling,
    "webhook-replicas": kills.webhook_replicas,
    "bad-day": faults.bad_day,
    "four-days": days.four_days,
    "throughput": load.throughput,
    "waiting": load.waiting,
}


def main(names: list[str]) -> int:
    """Run drills one after another."""
    unknown = set(names) - set(DRILLS)
    if unknown:
        print(f"no such drill: {', '.join(sorted(unknown))}; there are: {', '.join(DRILLS)}")
        return 2
    failed = 0
    for name in names or DRILLS:
        print(f"{name}: {(DRILLS[name].__doc__ or '').strip()}", flush=True)
        verdict = asyncio.run(DRILLS[name]())
        print(f"  {verdict.line}\n  {'PASSED' if not verdict.problems else 'FAILED: ' + '; '.join(verdict.problems)}")
        failed += bool(verdict.problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
