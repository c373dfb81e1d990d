"""`make bench`: every bench, or those that are named; see the package."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from importlib import import_module

from bench import BENCHES
from bench.figures import HEAD, RESULTS, ROUNDS, How, Row, kept, line, say, signed


def main(words: Sequence[str] | None = None) -> None:
    """Print the table as its rows come. What was measured thoroughly is kept in bench/results.json."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="see that all runs; nothing is kept")
    parser.add_argument("--rounds", type=int, help=f"turns of each side that count; {ROUNDS}, quick 1")
    given = parser.parse_args(words)
    if unknown := set(given.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    how = How(given.rounds or (1 if given.quick else ROUNDS), warm=0 if given.quick else 1, quick=given.quick)
    print(HEAD, flush=True)
    rows: list[Row] = []
    with how.closing:
        for name in BENCHES:
            if name in (given.names or BENCHES):
                rows += run(name, how)
    if not how.quick:
        kept(rows, BENCHES)
        say(f"kept in {RESULTS.name}")


def run(name: str, how: How) -> list[Row]:
    """The rows of one bench, printed as they come."""
    began, rows = time.monotonic(), []
    for row in import_module(f"bench.{name}").rows(how):
        rows.append(signed(row, name))
        print(line(rows[-1]), flush=True)
    say(f"{name} took {time.monotonic() - began:.0f} s")
    return rows


if __name__ == "__main__":
    main()
