"""Switches off each mechanism of reading in turn and prints what it is worth: what `make ablate` prints.

    python -m bench.ablate                        every mechanism, on all sets that bear on what is measured
    python -m bench.ablate --method rules         without the second opinion
    python -m bench.ablate --sets agnews status   on these sets
    python -m bench.ablate sides truecasing       these mechanisms only

Figures are points of a hundred that are lost without it, so that the worth of a mechanism is above nought; one that is
worth something on the open part and nothing on the blind one only remembers. F1 of kind, kind and status, kind and
country, accuracy of direction and of "alert the article?" are means over the sets of news. A sentence is parsed once,
and the encoder asked once of a text.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec

from bellwire.reading import Reader, load_reader
from bellwire.wire import Article
from bench import gold
from bench.mechanisms import MECHANISMS, Heard, Mechanism, Remembering

#: What is measured: the column, the figure of score.py, the sets over whose mean it is taken.
NEWS = ("reuters", "agnews", "bbc")
MEASURES = {
    "kind": ("kind", NEWS),
    "+status": ("kind+status", NEWS),
    "+country": ("kind+country", NEWS),
    "direction": ("direction", NEWS),
    "alert": ("alert the article?", NEWS),
    "status probe": ("status probe", ("status",)),
    "PLOVER": ("root", ("plover",)),
    "modern found": ("found", ("modern",)),
    "not misread": ("misread", ("modern",)),
    "CASE": ("accepted kind found", ("case2021",)),
    "no false alarm": ("false alarms", ("case2021",)),
}
#: Figures that are better the lower they are.
LOWER = frozenset(["misread", "false alarms"])
SETS = tuple(dict.fromkeys(name for _, sets in MEASURES.values() for name in sets))
PARTS = ("open", "blind")
Scores = dict[str, dict[str, float]]


def scores(reader: Reader, copy: Mapping[str, Sequence[Article]]) -> Scores:
    """Part → measure → score between 0 and 1, of all sets that were given."""
    module, figures = gold.tool("score"), dict[tuple[str, str], dict[str, float]]()
    for name, found in copy.items():
        readings = {a.uri: msgspec.to_builtins(reader.read(a)) for a in found}
        for part in PARTS:
            figures[part, name] = gold.figures(gold.score(module, name, readings, part))
    return {part: dict(_measures(part, figures)) for part in PARTS}


def _measures(part: str, figures: Mapping[tuple[str, str], Mapping[str, float]]) -> Iterator[tuple[str, float]]:
    for measure, (figure, sets) in MEASURES.items():
        values = [figures[part, s][figure] for s in sets if figure in figures.get((part, s), {})]
        if values:
            mean = sum(values) / len(values)
            yield measure, 1 - mean if figure in LOWER else mean


def without_each(
    chosen: Sequence[Mechanism], reader: Reader, copy: Mapping[str, Sequence[Article]], jobs: int
) -> Iterator[tuple[Mechanism, Scores]]:
    """The scores without each mechanism, in order; forked workers share what the reader has parsed already."""
    with get_context("fork").Pool(jobs, _WORKER.extend, ([chosen, reader, copy],)) as pool:
        yield from zip(chosen, pool.imap(_without, range(len(chosen))), strict=True)


#: In a worker: the mechanisms, the reader, the articles.
_WORKER: list[Any] = []


def _without(number: int) -> Scores:
    chosen, reader, copy = _WORKER
    with chosen[number].off(reader) as poorer:
        return scores(poorer, copy)


def table(part: str, base: Scores, without: Sequence[tuple[Mechanism, Scores]]) -> str:
    """One part as a table: what each mechanism is worth, in points of a hundred."""
    measures = list(base[part])
    rows = [
        ["switched off", *measures, "what is left"],
        ["---", *("---:" for _ in measures), "---"],
        ["**nothing**", *(f"**{100 * base[part][m]:.1f}**" for m in measures), ""],
    ]
    for mechanism, now in without:
        lost = [f"{100 * (base[part][m] - now[part][m]):+.1f}".replace("-0.0", "+0.0") for m in measures]
        name = mechanism.name.replace("  ", "… ")
        rows.append([name, *("" if figure == "+0.0" else figure for figure in lost), mechanism.without])
    return f"### {part} part\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mechanisms", nargs="*", help="names of mechanisms; all by default")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, help="sets of gold; all by default")
    parser.add_argument("--method", choices=("weighed", "rules"), default="weighed", help="without the second opinion?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at once")
    parser.add_argument("--keep", type=Path, help="write the scores here, as JSON")
    args = parser.parse_args()
    if not gold.GOLD.is_dir():
        print("../shared/gold is not here: nothing to score", file=sys.stderr)
        return 1
    chosen = [m for m in MECHANISMS if not args.mechanisms or m.name.strip() in args.mechanisms]
    reader = load_reader(method=args.method)
    reader.parser = Remembering(reader.parser)
    if (opinion := reader.knowledge.opinion) is not None:
        heard: Any = Heard(opinion.encoder)
        reader.knowledge = replace(reader.knowledge, opinion=replace(opinion, encoder=heard))
    else:
        chosen = [m for m in chosen if m.name.strip() != "second opinion" and not m.name.startswith(" ")]
    copy = {name: list(gold.articles(name)) for name in args.sets}
    began = time.monotonic()
    _say("everything on")
    base = scores(reader, copy)
    without: list[tuple[Mechanism, Scores]] = []
    for mechanism, found in without_each(chosen, reader, copy, args.jobs):
        without.append((mechanism, found))
        _say(f"{len(without)} of {len(chosen)}, {time.monotonic() - began:.0f} s, without {mechanism.name.strip()}")
    _say("")
    print(f"Points lost without each mechanism; method {reader.method}; {', '.join(copy)}\n")
    print("\n\n".join(table(part, base, without) for part in PARTS))
    if args.keep:
        kept = {"": base, **{mechanism.name: found for mechanism, found in without}}
        args.keep.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


def _say(what: str) -> None:
    print(f"\r{what:79s}\r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
