"""Scores the readings against the gold in ../shared: what `make gold` prints.

    python -m bench.gold                       every set: the open part, the blind part, all of it
    python -m bench.gold agnews status         these sets only
    python -m bench.gold --part open           this part only
    python -m bench.gold --worst 10 reuters    and the articles with the most errors, of the open part
    python -m bench.gold --levels FILE         also writes the scores that tests hold as TOML

A row belongs to the blind part when the first byte of the BLAKE2b hash of its uri is a multiple of three. Rules are
written on the open part; of the blind part only the scores are looked at.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import msgspec

from bellwire.cli.backtest import read_time
from bellwire.reading import Reader, load_reader
from bellwire.reading.facts.times import find_times
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert
from bellwire.watch.rehearsal import Rehearsal
from bellwire.wire import Article, read_copy

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
#: Name of a set → (task of score.py, articles, labels…).
SETS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "seed": ("seed", "seed/article.ninjs.json", ("seed/expected.json",)),
    "reuters": ("reuters", "reuters/articles.jsonl", ("reuters/annotator1.jsonl", "reuters/annotator2.jsonl")),
    "agnews": ("news", "agnews/articles.jsonl", ("agnews/labels.jsonl",)),
    "bbc": ("news", "bbc/articles.jsonl", ("bbc/labels.jsonl",)),
    "re3d": ("news", "re3d/articles.jsonl", ("re3d/labels.jsonl",)),
    "modern": ("modern", "modern/articles.jsonl", ("modern/labels.jsonl",)),
    "plover": ("plover", "plover/articles.jsonl", ("plover/labels.jsonl",)),
    "case2021": ("case", "case2021/articles.jsonl", ("case2021/labels.jsonl",)),
    "status": ("status", "status/articles.jsonl", ("status/labels.jsonl",)),
    "times": ("times", "times/dev.jsonl", ("times/dev.jsonl",)),
}
#: Sets so large that the test of levels reads their blind part only.
LARGE = frozenset(["agnews", "bbc", "plover", "case2021"])
Rows = dict[str, dict[str, Any]]


def is_blind(uri: str) -> bool:
    """Whether a row belongs to the third that nobody works on."""
    return blake2b(uri.encode()).digest()[0] % 3 == 0


def tool(name: str) -> ModuleType:
    """../shared/tools/NAME.py as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "tools" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles(name: str) -> Iterator[Article]:
    """The articles of a set, in order."""
    text = (GOLD / SETS[name][1]).read_text(encoding="utf-8")
    for line in filter(str.strip, text.split("\n")):
        yield from read_copy(line.encode(), "application/json")


def read_set(name: str, reader: Reader, wanted: Iterable[str] | None = None) -> Rows:
    """The readings (or, of `times`, the expressions) of a set, by uri; `wanted` limits them to these uris."""
    path, keep = GOLD / SETS[name][1], None if wanted is None else set(wanted)
    text = path.read_text(encoding="utf-8")
    found: Rows = {}
    for line in [text] if path.suffix == ".json" else filter(str.strip, text.split("\n")):
        if keep is not None and json.loads(line)["uri"] not in keep:
            continue
        if name == "times":
            row = json.loads(line)
            found[row["uri"]] = {"uri": row["uri"], "times": list(_times(row))}
            continue
        for article in read_copy(line.encode(), "application/json"):
            found[article.uri] = msgspec.to_builtins(reader.read(article))
    return found


def _times(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    anchor = datetime.fromisoformat(row["anchor"])
    for t in find_times(row["text"], anchor if anchor.tzinfo else anchor.replace(tzinfo=UTC)):
        yield {"start": t.start, "end": t.end, "value": t.value, "type": t.type}


def score(module: ModuleType, name: str, readings: Rows, part: str, worst: int = 0) -> str:
    """What score.py prints for one part (open, blind, all) of a set; empty where the part is."""
    task, _, labels = SETS[name]
    gold = [module.load(str(GOLD / path)) for path in labels]
    if part != "all":
        gold = [{u: row for u, row in rows.items() if is_blind(u) == (part == "blind")} for rows in gold]
    if not gold[0]:
        return ""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(ZeroDivisionError):
        {
            "reuters": module.reuters, "news": module.news, "plover": module.plover, "case": module.case,
            "status": module.status, "times": module.times, "seed": module.seed, "modern": module.modern,
        }[task](readings, *gold, worst)  # fmt: skip
    return printed.getvalue()


#: A figure of score.py's output: its name and F1, accuracy, share or count.
_FIGURE = re.compile(
    r"^(?P<name>\S.*?)\s{2,}(?:P .*F1 (?P<f1>[\d.]+)|accuracy (?P<acc>[\d.]+)|F1 (?P<macro>[\d.]+)"
    r"|(?P<share>[01]\.\d+) \("
    r"|(?P<hit>\d+)/(?P<of>\d+)(?: found, (?P<bad>\d+)/)?)"
)


def figures(printed: str) -> dict[str, float]:
    """The figures of one printed score, by name, between 0 and 1."""
    found: dict[str, float] = {}
    for line in printed.splitlines():
        match = _FIGURE.match(line)
        if match is None:
            continue
        value = next((match[g] for g in ("f1", "acc", "macro", "share") if match[g]), None)
        found[match["name"].strip()] = float(value) if value else round(int(match["hit"]) / int(match["of"]), 3)
        if match["bad"] is not None:
            found["forbidden readings"] = float(match["bad"])
    return found


def table(name: str, parts: dict[str, str]) -> str:
    """Scores of a set as lines: figure, open part, blind part, all."""
    columns = {part: figures(printed) for part, printed in parts.items()}
    names = list(columns.get("all") or next(iter(columns.values())))
    lines = [f"{name:44s}" + "".join(f"{part:>8s}" for part in columns)]
    for figure in names:
        row = "".join(f"{columns[part][figure]:8.3f}" if figure in columns[part] else f"{'–':>8s}" for part in columns)
        lines.append(f"  {figure:42s}{row}")
    return "\n".join(lines)


def placed(module: ModuleType, name: str, readings: Rows, parts: Iterable[str]) -> str:
    """How often an event of a right kind is in a right country, per part, where the gold has one country for it."""
    gold = [module.load(str(GOLD / path)) for path in SETS[name][2]]
    row = ""
    for part in parts:
        right = asked = 0
        for uri in (u for u in gold[0] if u in readings and (part == "all" or is_blind(u) == (part == "blind"))):
            for event in readings[uri]["events"]:
                told = [{s["country"] for s in g[uri]["signals"] if s["kind"] == event["kind"]} for g in gold]
                if len(told[0]) == 1:
                    asked += 1
                    right += module.country(event["place"]) in set().union(*told)
        row += f"{right / asked:8.3f}" if asked else f"{'–':>8s}"
    return f"  {'country, given the kind':42s}{row}"


def scenarios(reader: Reader) -> str:
    """What ../shared/tools/scenarios.py says last, of what `bellwire backtest` prints for each: here, with one reader,
    rather than in a process that loads its own."""
    module = tool("scenarios")
    module.run = lambda scenario, _: [json.loads(msgspec.json.encode(alert)) for alert in told(reader, scenario)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), mock.patch.object(sys, "argv", ["scenarios", str(GOLD / "scenarios")]):
        module.main()
    return printed.getvalue().strip().splitlines()[-1]


def told(reader: Reader, scenario: dict[str, Any]) -> Iterator[Alert]:
    """The alert versions that come of a scenario's articles, and of the clock until its end."""
    rehearsal = Rehearsal(load_watcher(), MemoryLedger())
    for copy in scenario["articles"]:
        for article in read_copy(json.dumps(copy).encode()):
            yield from rehearsal.read(reader.read(article))
    yield from rehearsal.run_on(read_time(scenario["until"]))


def main() -> int:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", help="names of sets; all of them and the scenarios by default")
    parser.add_argument("--part", choices=("open", "blind", "all"), help="this part only")
    parser.add_argument("--worst", type=int, default=0, help="also print this many articles with the most errors")
    parser.add_argument("--model", help="an installed spaCy pipeline other than the default")
    parser.add_argument("--method", choices=("weighed", "rules"), default="weighed", help="without the second opinion?")
    parser.add_argument("--levels", type=Path, help="write the scores that tests hold here, as TOML")
    parser.add_argument("--keep", type=Path, help="write the readings here, a file a set")
    args = parser.parse_args()
    if not GOLD.is_dir():
        print("../shared/gold is not here: nothing to score", file=sys.stderr)
        return 1
    module = tool("score")
    reader = load_reader(args.model, method=args.method) if args.model else load_reader(method=args.method)
    levels: dict[str, dict[str, float]] = {}
    for name in args.sets or SETS:
        wanted = None
        if args.part in ("open", "blind"):
            labels = module.load(str(GOLD / SETS[name][2][0]))
            wanted = [u for u in labels if is_blind(u) == (args.part == "blind")]
        readings = read_set(name, reader, wanted)
        parts = [args.part] if args.part else ["open", "blind", "all"]
        printed = {part: score(module, name, readings, part) for part in parts}
        print(table(name, {part: text for part, text in printed.items() if text}), flush=True)
        if SETS[name][0] in ("reuters", "news"):
            print(placed(module, name, readings, printed), flush=True)
        if args.worst:
            print(score(module, name, readings, "open", args.worst))
        if "all" in printed:
            levels[name] = figures(printed["blind" if name in LARGE else "all"])
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            lines = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in readings.values())
            (args.keep / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    if not args.sets and not args.part:
        print(scenarios(reader))
    if args.levels:
        text = "".join(
            f"[{name}]\n" + "".join(f'"{figure}" = {value}\n' for figure, value in found.items()) + "\n"
            for name, found in levels.items()
        )
        args.levels.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
