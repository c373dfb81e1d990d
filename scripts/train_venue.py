#!/usr/bin/env python3
"""Learns the chooser of places out of ../shared/gold and writes src/bellwire/reading/data/venue.json.

    scripts/train_venue.py                    from the open part of every set whose countries are true
    scripts/train_venue.py --mentions FILE    keeps the mentions here, to try again fast
    scripts/train_venue.py --folds 5          only tells how often it is right on folds that it has not learned

A softmax over the countries that an event may be in; one weight a feature, learned by gradient descent on all
mentions at once; only features seen in five texts or more, only numbers, no text.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bellwire.reading import load_reader  # noqa: E402
from bellwire.reading.events.countries import candidates  # noqa: E402
from bellwire.reading.events.draft import Draft  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bench.gold import GOLD, articles, is_blind  # noqa: E402

#: Sets → files of signals; case2021 is left out, since its makers scrambled its countries.
LABELS = {
    "agnews": ["agnews/labels.jsonl"], "bbc": ["bbc/labels.jsonl"], "re3d": ["re3d/labels.jsonl"],
    "reuters": ["reuters/annotator1.jsonl", "reuters/annotator2.jsonl"], "plover": ["plover/signals.jsonl"],
}  # fmt: skip
LEAST_TEXTS, ROUNDS, STEP, PULL = 5, 250, 0.05, 8.0
#: One mention: set, uri, rules' country, whether a rule missed it, {country: features}, the right countries.
Mention = tuple[str, str, str, bool, dict[str, tuple[str, ...]], frozenset[str]]


def mentions(labels: dict[str, list[str]] = LABELS) -> list[Mention]:
    """Every mention, read with the second opinion or without, whose kind the gold has and whose country it tells."""
    readers = load_reader(), load_reader(method="rules")
    found: list[Mention] = []
    for name, files in labels.items():
        gold: dict[str, list[dict[str, Any]]] = {}
        for file in files:
            for row in map(json.loads, (GOLD / file).read_text(encoding="utf-8").splitlines()):
                gold.setdefault(row["uri"], []).extend(row["signals"])
        for article in articles(name):
            if not gold.get(article.uri):
                continue
            told: dict[tuple[str, str, int], Draft] = {}
            for reader in readers:
                scene, drafts, _ = reader.told(article, reader.pages(article))
                for draft in drafts:
                    told.setdefault((draft.name, draft.frame.sentence.field, draft.frame.token.start), draft)
            for draft in told.values():
                right = answer(draft, gold[article.uri])
                if right and draft.kind.direction is not Direction.CONTEXT:
                    ruled = (draft.place.country or "") if draft.place else ""
                    seen = candidates(draft, scene, readers[0].knowledge.facts)
                    found.append((name, article.uri, ruled, bool(draft.missed), seen, right))
        print(f"{name}: {sum(m[0] == name for m in found)} mentions", file=sys.stderr)
    return found


def answer(draft: Draft, signals: list[dict[str, Any]]) -> frozenset[str]:
    """The countries that are right for a mention: of the signals of its kind whose trigger it is, else of all."""
    same = [s for s in signals if s["kind"] == draft.name]
    mine = [s for s in same if _is_trigger(draft, s.get("trigger") or s.get("evidence") or "")]
    countries = {s["country"] for s in mine or same}
    return frozenset(countries) if mine or len(countries) == 1 else frozenset()


def _is_trigger(draft: Draft, words: str) -> bool:
    return draft.frame.token.text.lower() in words.lower().split() and words in draft.frame.sentence.text


def vocabulary(found: list[Mention]) -> dict[str, int]:
    """Features of enough texts → column."""
    texts: dict[str, set[str]] = {}
    for _, uri, _, _, seen, _ in found:
        for feature in {f for features in seen.values() for f in features}:
            texts.setdefault(feature, set()).add(uri)
    return {f: i for i, f in enumerate(sorted(f for f, uris in texts.items() if len(uris) >= LEAST_TEXTS))}


def learn(found: list[Mention], columns: dict[str, int]) -> np.ndarray:
    """One weight a feature: softmax over the candidates of each mention, pulled towards zero; Adam on all at once."""
    index, owner, good, start, worth = _flat(found, columns)
    count = len(good)
    group = np.repeat(np.arange(len(start)), np.diff(np.append(start, count)))
    weights, mean, square = (np.zeros(len(columns)) for _ in range(3))
    for turn in range(1, ROUNDS + 1):
        score = np.bincount(owner, weights=weights[index], minlength=count)
        share = np.exp(score - np.maximum.reduceat(score, start)[group])
        share /= np.add.reduceat(share, start)[group]
        wanted = share * good / np.maximum(np.add.reduceat(share * good, start)[group], 1e-12)
        error = (share - wanted) * worth[group]
        slope = np.bincount(index, weights=error[owner], minlength=len(columns)) + PULL * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        step = STEP * (1 - 0.9 * turn / ROUNDS)
        weights -= step * (mean / (1 - 0.9**turn)) / (np.sqrt(square / (1 - 0.99**turn)) + 1e-8)
    return weights


def _flat(found: list[Mention], columns: dict[str, int]) -> tuple[np.ndarray, ...]:
    """All mentions as arrays: columns of features, the candidate of each, which are right, where a mention starts, and
    what it is worth: less where its text has many."""
    texts = Counter(mention[1] for mention in found)
    worth: list[float] = []
    index: list[int] = []
    owner: list[int] = []
    good: list[bool] = []
    start: list[int] = []
    for _, uri, _, _, seen, right in found:
        if len(seen) < 2 or not right & seen.keys():
            continue
        start.append(len(good))
        worth.append(2.0 / texts[uri] ** 0.5)
        for country, features in seen.items():
            known = [columns[f] for f in features if f in columns]
            index.extend(known)
            owner.extend([len(good)] * len(known))
            good.append(country in right)
    return np.array(index), np.array(owner), np.array(good, dtype=float), np.array(start), np.array(worth)


def chosen(seen: dict[str, tuple[str, ...]], columns: dict[str, int], weights: np.ndarray) -> str:
    """The candidate of the highest score."""
    return max(seen, key=lambda c: sum(weights[columns[f]] for f in seen[c] if f in columns))


def _lenient(got: str, right: frozenset[str]) -> bool:
    return got in right or bool(right & {"", "XG"})


def folds(found: list[Mention], count: int) -> None:
    """Prints how often rules and chooser are right on folds parted by text."""
    part = [blake2b(m[1].encode()).digest()[1] % count for m in found]
    tally: Counter[tuple[str, str]] = Counter()
    for k in range(count):
        train = [m for m, p in zip(found, part, strict=True) if p != k]
        columns = vocabulary(train)
        weights = learn(train, columns)
        for m in (m for m, p in zip(found, part, strict=True) if p == k and not m[3]):
            got = chosen(m[4], columns, weights)
            for group in (m[0], "all"):
                tally[group, "n"] += 1
                tally[group, "rules"] += _lenient(m[2], m[5])
                tally[group, "chooser"] += _lenient(got, m[5])
                tally[group, "reach"] += bool(m[5] & {*m[4], "XG"})
    for group in (*LABELS, "all"):
        n = tally[group, "n"] or 1
        print(group, n, *(f"{what} {tally[group, what] / n:.3f}" for what in ("rules", "chooser", "reach")))


def main() -> int:
    """Learns and writes, or tells how well it would do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/venue.json")
    args = parser.parse_args()
    if args.mentions and args.mentions.exists():
        found = pickle.loads(args.mentions.read_bytes())
    else:
        found = mentions()
        if args.mentions:
            args.mentions.write_bytes(pickle.dumps(found))
    found = [m for m in found if not is_blind(m[1])]
    if args.folds:
        folds(found, args.folds)
        return 0
    columns = vocabulary(found)
    weights = np.rint(learn(found, columns) * 1000).astype(int)
    table = {f: int(weights[i]) for f, i in columns.items() if abs(weights[i]) >= 10}
    written = {"trained_on": f"{len({m[1] for m in found})} texts, the open part", "features": table}
    args.out.write_text(json.dumps(written, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(table)} features, {args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
