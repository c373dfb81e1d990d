#!/usr/bin/env python3
"""Learns what copy is about conflict or politics and writes src/bellwire/reading/data/subject.json.

    scripts/train_subject.py                   from the open part of ../shared/gold, our own texts and ../shared/stream
    scripts/train_subject.py --stream FILE     keeps here what the reader makes of the stream, to try again fast
    scripts/train_subject.py --folds 3         only tells what share of each set folds pass that have not learned it

Annotated copy that tells of anything is ours (all sentences of PLOVER do), the rest is not; ordinary wires are ours
where the reader, asked without this table, reads an event of conflict, and are left out where it reads everyday
politics alone. A word weighs what it weighs itself and what words like it do (vocabulary.tsv.gz).
"""

from __future__ import annotations

import argparse
import base64
import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from labels import own_texts  # noqa: E402
from opinion_texts import labelled  # noqa: E402

from bellwire.reading import load_reader  # noqa: E402
from bellwire.reading.events.opinion.subject import stretches, words_of  # noqa: E402
from bellwire.reading.events.opinion.vocabulary import Vocabulary  # noqa: E402
from bellwire.reading.knowledge import load_vocabulary  # noqa: E402
from bellwire.reading.reading import Direction  # noqa: E402
from bellwire.wire import Article  # noqa: E402
from bench.gold import is_blind  # noqa: E402
from bench.wires import mixed  # noqa: E402

PARTS = ("headline", "opening", "later")
#: Texts that a word must stand in; the pull towards zero; what a text of ours counts against another.
LEAST_TEXTS, PULL, OURS = 4, 0.01, 3.0
#: What texts count: annotated, annotated as telling nothing, our own.
ANNOTATED, EMPTY, OWN = 1.0, 0.3, 0.5
#: The least score of copy that is read, chosen on folds: what of the annotated copy falls below it tells of trade.
LEAST = -1.0
#: One word in a text of any length counts as in one of so many words.
EVEN = 8.0


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its set, its words by part, whether it is ours, how much it counts."""

    name: str
    uri: str
    words: tuple[set[str], ...]
    ours: bool
    worth: float


def text_of(name: str, article: Article, ours: bool, worth: float) -> Text:
    """The first stretch of an article."""
    parts = next(stretches(article.headline, article.body))
    return Text(name, article.uri, tuple(map(words_of, parts)), ours, worth)


def texts(kept: Path | None) -> Iterator[Text]:
    """Everything that is learned from."""
    for name, article, row in labelled():
        ours = name == "plover" or bool(row["must"] if name == "modern" else row["signals"])
        yield text_of(name, article, ours, ANNOTATED if ours else EMPTY)
    for article, row in own_texts():
        ours = bool(row["signals"])
        yield text_of("own", article, ours, OWN * (ANNOTATED if ours else EMPTY))
    wires = mixed()
    for article, tells in zip(wires, stream_tells(wires, kept), strict=True):
        yield text_of(f"stream, {tells}", article, tells == "conflict", 0.0 if tells == "politics" else ANNOTATED)


def stream_tells(wires: Sequence[Article], kept: Path | None) -> list[str]:
    """What the reader finds in each ordinary wire: "conflict", "politics" or "none"."""
    if kept and kept.exists():
        return pickle.loads(kept.read_bytes())  # type: ignore[no-any-return]
    reader = load_reader()
    reader.knowledge = replace(reader.knowledge, subject=None)
    found: list[str] = []
    for article in wires:
        told = {event.direction for event in reader.read(article).events}
        found.append("conflict" if told - {Direction.CONTEXT} else "politics" if told else "none")
        if len(found) % 500 == 0:
            print(f"{len(found)} of {len(wires)} wires", file=sys.stderr)
    if kept:
        kept.write_bytes(pickle.dumps(found))
    return found


def features(word: str, part: str, words: Vocabulary) -> list[str]:
    """What a word is known by in a part."""
    groups = words.groups(word)
    alike = [f"{part} group {groups[1]}", f"group {groups[1]}", f"fine {groups[2]}"] if groups else []
    return [f"{part} {word}", word, *alike]


def learn(found: list[Text], words: Vocabulary) -> dict[str, tuple[float, ...]]:
    """The weight of each word in each part; that of "" is the start."""
    seen = Counter(word for text in found for word in set().union(*text.words))
    known = sorted(word for word, count in seen.items() if count >= LEAST_TEXTS)
    column: dict[str, int] = {}
    for word in known:
        for part in PARTS:
            for feature in features(word, part, words):
                column.setdefault(feature, len(column))
    matrix = _matrix(found, set(known), column, words)
    right = np.array([text.ours for text in found])
    worth = np.array([text.worth for text in found]) * np.where(right, OURS, 1)
    model = LogisticRegression(C=PULL, max_iter=400).fit(matrix, right, sample_weight=worth)
    weights = model.coef_[0]
    table = {
        word: tuple(float(sum(weights[column[f]] for f in features(word, part, words))) for part in PARTS)
        for word in known
    }
    return {**table, "": (float(model.intercept_[0]),)}


def _matrix(found: list[Text], known: set[str], column: dict[str, int], words: Vocabulary) -> csr_matrix:
    cells: list[int] = []
    ends, lengths = [0], []
    for text in found:
        size = 0
        for part, there in zip(PARTS, text.words, strict=True):
            for word in sorted(there & known):
                cells.extend(column[f] for f in features(word, part, words))
                size += 1
        ends.append(len(cells))
        lengths.append(max(1, size))
    plain = csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(found), len(column)))
    plain.sum_duplicates()
    return (diags(EVEN / np.sqrt(lengths)) @ plain).tocsr()


def scored(text: Text, table: dict[str, tuple[float, ...]]) -> float:
    """What a table makes of a text."""
    rows = [table[w][place] for place, there in enumerate(text.words) for w in there if w in table]
    return table[""][0] + EVEN * sum(rows) / max(1, len(rows)) ** 0.5


def folds(found: list[Text], count: int, words: Vocabulary) -> None:
    """Prints what share of each set is passed by a table that has not learned it, at several least scores."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for k in range(count):
        table = learn([t for n, t in enumerate(found) if n % count != k and t.worth], words)
        for text in found[k::count]:
            part = text.name if text.name.startswith("stream") else f"{text.name}, {'ours' if text.ours else 'none'}"
            scores[part].append(scored(text, table))
    for least in (-2.0, -1.5, -1.0, -0.5, -0.25, 0.0, 0.5):
        passed = (f"{part} {np.mean(np.array(s) >= least):.3f}" for part, s in sorted(scores.items()))
        print(f"{least:5}: {'; '.join(passed)}")


def main() -> int:
    """Learns and writes, or tells how well it would do."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/subject.json")
    args = parser.parse_args()
    words = load_vocabulary()
    found = [text for text in texts(args.stream) if not is_blind(text.uri)]
    if args.folds:
        folds(found, args.folds, words)
        return 0
    table = learn([text for text in found if text.worth], words)
    start = table.pop("")[0]
    rows = np.array(list(table.values()))
    step = float(np.abs(rows).max() / 127)
    stored = {
        "trained_on": f"{len(found)} texts, the open part", "step": step * EVEN, "start": start, "least": LEAST,
        "words": list(table), "weights": base64.b64encode(np.rint(rows / step).astype(np.int8).tobytes()).decode(),
    }  # fmt: skip
    args.out.write_text(json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(table)} words, {args.out.stat().st_size // 1024} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
