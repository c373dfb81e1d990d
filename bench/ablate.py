"""Switches off each mechanism of reading in turn and prints what it is worth: what `make ablate` prints.

    bench/ablate.py                        every mechanism, on all sets that bear on what is measured
    bench/ablate.py --method rules         without the second opinion
    bench/ablate.py --sets agnews status   on these sets
    bench/ablate.py sides truecasing       these mechanisms only

Figures are points of a hundred that are lost without it, so that the worth of a mechanism is above nought; one that is
worth something on the open part and nothing on the blind one only remembers. F1 of kind, kind and status, kind and
country, accuracy of direction and of "alert the article?" are means over the sets of news. A sentence is parsed once.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from mechanisms import MECHANISMS, Mechanism, Remembering

import gold
from bellwire.reading import Reader, load_reader
from bellwire.wire import Article, read_copy

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
}
#: Figures that are better the lower they are.
LOWER = frozenset(["misread"])
SETS = tuple(dict.fromkeys(name for _, sets in MEASURES.values() for name in sets))
PARTS = ("open", "blind")
Scores = dict[str, dict[str, float]]


def articles(name: str) -> list[Article]:
    """The articles of a set."""
    text = (gold.GOLD / gold.SETS[name][1]).read_text(encoding="utf-8")
    return [a for line in text.split("\n") if line.strip() for a in read_copy(line.encode(), "application/json")]


def scores(reader: Reader, copy: Mapping[str, Sequence[Article]], say: str) -> Scores:
    """Part → measure → score between 0 and 1, of all sets that were given."""
    module, figures = gold.score_module(), dict[tuple[str, str], dict[str, float]]()
    for name, found in copy.items():
        print(f"\r{say}: {name:12s}", end="", file=sys.stderr, flush=True)
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
    parser.add_argument("--keep", type=Path, help="write the scores here, as JSON")
    args = parser.parse_args()
    if not gold.GOLD.is_dir():
        print("../shared/gold is not here: nothing to score", file=sys.stderr)
        return 1
    chosen = [m for m in MECHANISMS if not args.mechanisms or m.name.strip() in args.mechanisms]
    reader = load_reader(method=args.method)
    reader.parser = Remembering(reader.parser)
    if reader.knowledge.opinion is None:
        chosen = [m for m in chosen if m.name.strip() != "second opinion" and not m.name.startswith(" ")]
    copy = {name: articles(name) for name in args.sets}
    began = time.monotonic()
    base = scores(reader, copy, "everything on")
    without: list[tuple[Mechanism, Scores]] = []
    for number, mechanism in enumerate(chosen, 1):
        with mechanism.off(reader) as poorer:
            say = f"{number} of {len(chosen)}, {time.monotonic() - began:.0f} s, without {mechanism.name.strip():24s}"
            without.append((mechanism, scores(poorer, copy, say)))
    print(f"\r{' ' * 79}\r", end="", file=sys.stderr)
    print(f"Points lost without each mechanism; method {reader.method}; {', '.join(copy)}\n")
    print("\n\n".join(table(part, base, without) for part in PARTS))
    if args.keep:
        kept = {"": base, **{mechanism.name: found for mechanism, found in without}}
        args.keep.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
