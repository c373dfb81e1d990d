#!/usr/bin/env python3
"""Learns the PLOVER root model out of ../shared/gold/plover and writes src/bellwire/reading/data/root_model.json.

    scripts/train_roots.py              from the open part
    scripts/train_roots.py --check      five-fold cross-validation inside the open part, and the score on the blind part

One ridge regression a root over sentences as unit vectors of features that stand in three sentences or more; one
system of equations, so that the same sentences always give the same bytes. Only numbers, no text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from hashlib import blake2b
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bellwire.reading import load_reader  # noqa: E402
from bellwire.reading.events.candidates import by_rules, heard  # noqa: E402
from bellwire.reading.events.context import Context  # noqa: E402
from bellwire.reading.events.extract import drafts  # noqa: E402
from bellwire.reading.events.root_features import root_features  # noqa: E402
from bellwire.reading.events.root_model import ROOTS, RootModel  # noqa: E402
from bellwire.reading.events.scene import prover, scene_of  # noqa: E402
from bellwire.reading.syntax.pages import pages_of, parsed  # noqa: E402
from bench.gold import GOLD, articles, is_blind  # noqa: E402

#: Sentences in which a feature must stand; how much a feature may weigh against the pull to zero.
LEAST, LOOSE = 3, 3.0
#: Made-up sentences a root in which nothing but the rules speaks, and they are right: what keeps rare roots alive.
TRUST = 5
Row = tuple[str, str, tuple[str, ...]]


def rows() -> list[Row]:
    """Every sentence of the set: (uri, root, features), the rules' answers without any model among them."""
    reader = load_reader(method="rules")
    know, found = reader.knowledge, list[Row]()
    labels = map(json.loads, (GOLD / "plover/labels.jsonl").read_text(encoding="utf-8").splitlines())
    gold = {row["uri"]: row["events"][0]["root"] for row in labels}
    for article in articles("plover"):
        pages = pages_of(article.headline, article.body, reader.gate, know.is_name, exhaustive=True)
        sentences = parsed(pages, reader.parser)
        scene = scene_of(article, pages, sentences, know.facts)
        context = Context(scene, pages.flags, prover(article, pages))
        longest = max(sentences, key=lambda s: len(s.tokens))
        words = heard(longest, know, pages.flags)
        seen = root_features(words.framer, drafts(by_rules(words.candidates), context, know), know.roots)
        found.append((article.uri, gold[article.uri], seen))
    return found


def learn(texts: list[Row]) -> dict[str, list[int]]:
    """The table: feature → thousandths per root."""
    texts = [*texts, *(("", root, ("always", f"R={root}", f"R={root}@0")) for root in ROOTS for _ in range(TRUST))]
    counts = Counter(f for _, _, seen in texts for f in seen)
    columns = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST))}
    matrix = np.zeros((len(texts), len(columns)))
    for i, (_, _, seen) in enumerate(texts):
        known = [columns[f] for f in seen if f in columns]
        matrix[i, known] = 1 / np.sqrt(max(1, len(known)))
    answers = np.array([[1.0 if root == r else -1.0 for r in ROOTS] for _, root, _ in texts])
    dual = np.linalg.solve(matrix @ matrix.T + np.eye(len(texts)) / LOOSE, answers)
    weights = np.rint(1000 * matrix.T @ dual).astype(int)
    return {f: weights[k].tolist() for f, k in columns.items()}


def accuracy(table: dict[str, list[int]], texts: list[Row]) -> int:
    """How many sentences get their root."""
    model = RootModel(table)
    return sum((guess := model.guess(seen)) is not None and guess.root == root for _, root, seen in texts)


def check(texts: list[Row]) -> None:
    """Prints the share of right roots: across five folds of the open part, and on the blind part."""
    seen = [row for row in texts if not is_blind(row[0])]
    blind = [row for row in texts if is_blind(row[0])]
    fold = {row[0]: blake2b(f"fold {row[0]}".encode()).digest()[0] % 5 for row in seen}
    right = sum(
        accuracy(learn([r for r in seen if fold[r[0]] != k]), [r for r in seen if fold[r[0]] == k]) for k in range(5)
    )
    print(f"open, five folds {right / len(seen):.3f}   blind {accuracy(learn(seen), blind) / len(blind):.3f}")


def main() -> int:
    """Learns and writes, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/root_model.json")
    args = parser.parse_args()
    texts = rows()
    if args.check:
        check(texts)
        return 0
    texts = [row for row in texts if not is_blind(row[0])]
    written = {"trained_on": f"{len(texts)} sentences, the open part", "features": learn(texts)}
    args.out.write_text(json.dumps(written, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="utf-8")
    print(f"{len(written['features'])} features, {args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
