#!/usr/bin/env python3
"""Learns the second opinion out of ../shared/gold and writes src/bellwire/reading/data/opinion.json.

    scripts/train_opinion.py                    from the open part of every annotated set
    scripts/train_opinion.py --mentions FILE    keeps the mentions here, to try again fast

Three linear models over the same features (is it real? would a desk want it? which status?), learned by averaged
stochastic gradient descent in a fixed order; only features seen in five texts or more, only numbers, no text.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench"))

from bellwire.reading import load_reader  # noqa: E402
from bellwire.reading.events.features import features, kinds_of  # noqa: E402
from bellwire.reading.events.linear import STATUSES, Opinion  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bellwire.reading.syntax.pages import pages_of  # noqa: E402
from gold import GOLD, SETS, is_blind, read_copy  # noqa: E402

LABELS = {
    "agnews": "agnews/labels.jsonl", "bbc": "bbc/labels.jsonl", "re3d": "re3d/labels.jsonl",
    "reuters": "reuters/annotator1.jsonl", "case2021": "case2021/signals.jsonl", "plover": "plover/signals.jsonl",
}  # fmt: skip
#: Texts in which a feature must stand; rounds of learning; step; pull towards zero: few rounds and a strong pull, since
#: more fit the open part better and the blind part worse.
LEAST_TEXTS, ROUNDS, STEP, SHRINK = 5, 4, 0.05, 0.1
#: Shares at which a mention is kept where a rule applies, where one narrowly misses, and at which it rings .
KEEP, KEEP_MISSED, RING = 0.2, 0.6, 0.5
Mention = tuple[str, str, str, tuple[str, ...]]
Text = tuple[str, str, list[Mention], list[dict[str, Any]]]


def mentions() -> list[Text]:
    """Every mention in every annotated text: (set, uri, [(kind, status, why the rule missed, features)], gold)."""
    reader = load_reader()
    reader.knowledge = replace(reader.knowledge, opinion=Opinion({}, 0.5, 0.5, 0.5))
    found: list[Text] = []
    for name, labels in LABELS.items():
        gold = {row["uri"]: row for row in map(json.loads, (GOLD / labels).read_text().splitlines())}
        for line in filter(str.strip, (GOLD / SETS[name][1]).read_text(encoding="utf-8").split("\n")):
            article = read_copy(line.encode(), "application/json")[0]
            if article.uri not in gold:
                continue
            pages = pages_of(article.headline, article.body, reader.gate, reader.knowledge.is_name)
            drafts = reader.mentions(article, pages)
            kinds = kinds_of(drafts)
            rows = [
                (d.name, d.status, d.missed, features(d, pages.flags, kinds))
                for d in drafts
                if d.kind.direction is not Direction.CONTEXT
            ]
            found.append((name, article.uri, rows, gold[article.uri]["signals"]))
        print(f"{name}: {sum(len(t[2]) for t in found if t[0] == name)} mentions", file=sys.stderr)
    return found


def vocabulary(texts: list[Text]) -> dict[str, int]:
    """Features of enough texts → column."""
    counts = Counter(f for text in texts for f in {f for row in text[2] for f in row[3]})
    return {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= LEAST_TEXTS))}


def examples(texts: list[Text], columns: dict[str, int]) -> tuple[list[np.ndarray], np.ndarray]:
    """Mentions as columns of their features, and their answers: real, alert (0 or 1), status (−1: not known)."""
    rows, answers = [], []
    for _, _, found, gold in texts:
        statuses: dict[str, set[str]] = defaultdict(set)
        alerts: dict[str, bool] = defaultdict(bool)
        for signal in gold:
            statuses[signal["kind"]].add(signal["status"])
            alerts[signal["kind"]] |= signal["alert"]
        for kind, ruled, _, names in found:
            rows.append(np.array([columns[f] for f in names if f in columns], dtype=np.int32))
            told = statuses.get(kind, set())
            status = (
                STATUSES.index(ruled if ruled in told else next(iter(told))) if len(told) == 1 or ruled in told else -1
            )
            answers.append((kind in statuses, alerts.get(kind, False), status))
    return rows, np.array(answers, dtype=np.int32)


def learn(rows: list[np.ndarray], answers: np.ndarray, size: int, classes: int) -> np.ndarray:
    """Weights (features × classes) of a softmax regression; the average over the later rounds."""
    weights, total = np.zeros((size, classes)), np.zeros((size, classes))
    squares = np.full((size, classes), 1e-3)
    order = np.flatnonzero(answers >= 0)
    random = np.random.default_rng(1)
    for turn in range(ROUNDS):
        random.shuffle(order)
        for i in order:
            row = rows[i]
            score = weights[row].sum(axis=0)
            share = np.exp(score - score.max())
            share /= share.sum()
            share[answers[i]] -= 1
            slope = share + SHRINK * weights[row]
            squares[row] += slope**2
            weights[row] -= STEP * slope / np.sqrt(squares[row])
        if turn >= ROUNDS // 2:
            total += weights
    return total / (ROUNDS - ROUNDS // 2)


def model(texts: list[Text]) -> dict[str, list[int]]:
    """The model's table: feature → thousandths [real, alert, one per status]; features that weigh nothing left out."""
    columns = vocabulary(texts)
    rows, answers = examples(texts, columns)
    real = learn(rows, answers[:, 0], len(columns), 2)
    alert = learn(rows, answers[:, 1], len(columns), 2)
    status = learn(rows, answers[:, 2], len(columns), len(STATUSES))
    table = np.column_stack((real[:, 1] - real[:, 0], alert[:, 1] - alert[:, 0], status))
    thousandths = np.rint(table * 1000).astype(int)
    return {f: thousandths[i].tolist() for f, i in columns.items() if np.abs(thousandths[i]).max() >= 20}


def main() -> int:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mentions", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/opinion.json")
    args = parser.parse_args()
    if args.mentions and args.mentions.exists():
        texts = pickle.loads(args.mentions.read_bytes())
    else:
        texts = mentions()
        if args.mentions:
            args.mentions.write_bytes(pickle.dumps(texts))
    texts = [text for text in texts if not is_blind(text[1])]
    table = model(texts)
    written = {
        "trained_on": f"{len(texts)} texts, the open part",
        "least": KEEP,
        "least_missed": KEEP_MISSED,
        "least_alert": RING,
        "features": table,
    }
    args.out.write_text(json.dumps(written, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="utf-8")
    print(f"{len(table)} features, {args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
