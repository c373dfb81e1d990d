"""`make bench`: how fast reading is, as a ratio against the plain spaCy pipeline over the same texts in the same run.

Rounds of both alternate, so that a machine that slows down slows both; medians are printed. Needs ../shared for the
wire of 1987; without it the shipped example wire is read.
"""

from __future__ import annotations

import argparse
import gzip
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import spacy

from bellwire.intake.example import example_wire
from bellwire.reading import load_reader
from bellwire.settings import Settings
from bellwire.wire import Article, read_copy

SHARED = Path(__file__).resolve().parents[2] / "shared"
STREAM = SHARED / "stream" / "reuters-1987.ninjs.jsonl.gz"
CONFLICT = SHARED / "gold" / "reuters" / "articles.jsonl"


def articles(path: Path, most: int) -> list[Article]:
    """The first `most` articles of a file of JSON lines."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        return [read_copy(line)[0] for line in islice(lines, most)]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name: str, copy: Sequence[Article], rounds: int) -> None:
    """Print articles a second of both and the ratio, medians over the rounds."""
    model = Settings().model
    reader, nlp = load_reader(model), spacy.load(model)
    texts = [f"{article.headline}\n\n{article.body}" for article in copy]
    ours, plain = [], []
    for number in range(rounds + 1):
        pair = seconds(lambda: [reader.read(a) for a in copy]), seconds(lambda: list(nlp.pipe(texts, batch_size=64)))
        print(f"  {name}: round {number} of {rounds}", end="\r", file=sys.stderr)
        if number:  # the first warms up
            ours.append(pair[0])
            plain.append(pair[1])
    ratios = [b / a for a, b in zip(ours, plain, strict=True)]
    speeds = [f"{len(copy) / statistics.median(times):.0f}" for times in (ours, plain)]
    print(
        f"| {name} | {len(copy)} | {speeds[0]} | {speeds[1]} "
        f"| {statistics.median(ratios):.1f}× ({min(ratios):.1f}–{max(ratios):.1f}) |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200, help="articles a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print(f"python {platform.python_version()}, spaCy {spacy.__version__}, pipeline {Settings().model}, one process\n")
    print("| copy | articles | Bellwire, articles/s | plain nlp.pipe, articles/s | ratio, median (range) |")
    print("| --- | --- | --- | --- | --- |")
    if STREAM.exists():
        compare("mixed wire", articles(STREAM, given.articles), given.rounds)
        compare("conflict wire", articles(CONFLICT, given.articles), given.rounds)
    else:
        compare("example wire", example_wire(), given.rounds)


if __name__ == "__main__":
    main()
