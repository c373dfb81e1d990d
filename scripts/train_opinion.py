#!/usr/bin/env python3
"""Learns the second opinion out of ../shared/gold and writes src/bellwire/reading/data/opinion.json: `make train`.

    scripts/train_opinion.py                 from the open part of every annotated set
    scripts/train_opinion.py --all           from all of it
    scripts/train_opinion.py --parses FILE   keeps the parses here, to try again fast

Linear models over the features that the reader itself makes; only features seen in three texts or more, only numbers,
no text. Where one model is fed by another it sees what that one says of texts that it was not fitted to (four folds);
what the encoder says of such texts is in build/said.pkl, written by `scripts/train_encoder.py --folds 3` before.
Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from labels import STATUSES  # noqa: E402
from linear_model import Matrix, Model, softmax  # noqa: E402
from opinion_texts import Mood, Text, gather  # noqa: E402

from bellwire.reading.events.opinion import About, figures, named  # noqa: E402
from bellwire.reading.events.opinion.linear import log_odds, shares  # noqa: E402
from bellwire.reading.events.opinion.news import COLUMNS, news_figures  # noqa: E402
from bellwire.reading.events.opinion.ways import way_figures  # noqa: E402
from bellwire.reading.events.weigh import how_long, spots_of  # noqa: E402
from bench.gold import is_blind  # noqa: E402

#: What the encoder says of texts that it was not taught on.
SAID = ROOT / "build/said.pkl"
#: Folds.
FOLDS = 4
#: How freely each model may fit (scikit-learn's C).
FREE = {
    "telling": 0.3, "wording": 0.05, "kinds": 0.05, "mood": 0.1, "alert": 0.03, "alert words": 0.1,
    "ways": 0.05, "news": 0.03,
}  # fmt: skip
#: How much a text of our own counts where models are weighed against each other: what it tells is its writer's choice.
OWN = 0.3
#: How likely a kind must be to be told.
LEAST = 0.36


def fit_telling(texts: Sequence[Text], kinds: Sequence[str]) -> Model:
    """Does this word tell an event of a kind? One of all kinds, or none."""
    matrix = Matrix(text.telling for text in texts)
    rows, answers = list[list[str]](), list[int]()
    for text in texts:
        lemmas: dict[str, set[str]] = defaultdict(set)
        for one, tells in zip(text.found, text.tells, strict=True):
            for number in tells:
                lemmas[text.signals[number]["kind"]].add(one.frame.lemma)
        for one, names, tells, unsure in zip(text.found, text.telling, text.tells, text.open, strict=True):
            told = {text.signals[n]["kind"] for n in tells} | (one.told() & text.kinds)
            told |= {kind for kind in text.kinds if one.frame.lemma in lemmas[kind]}
            if (unsure or text.partly) and not told:
                continue
            for kind in sorted(told) or [""]:
                rows.append(names)
                answers.append(kinds.index(kind) + 1 if kind else 0)
    weights, start = softmax(matrix.rows(rows), np.array(answers), len(kinds) + 1, FREE["telling"])
    return Model(["", *kinds], matrix, weights, start)


def fit_wording(texts: Sequence[Text], kinds: Sequence[str]) -> Model:
    """What is an article with these words about, would a desk want it, which way does it point?"""
    matrix = Matrix([text.wording] for text in texts)
    even = 6.0
    rows = matrix.rows(text.wording for text in texts)
    rows = rows.multiply((even / np.sqrt(np.maximum(1, np.diff(rows.indptr))))[:, None]).tocsr()
    size = len(kinds) + len(COLUMNS)
    weights, start = np.zeros((len(matrix.names), size)), np.zeros(size)
    whole = np.flatnonzero([not text.partly for text in texts])
    for at, kind in enumerate([*kinds, "alert"]):
        answers = np.array([text.alert if kind == "alert" else kind in text.kinds for text in texts])
        free = FREE["alert words"] if kind == "alert" else FREE["wording"]
        use = np.arange(len(texts)) if kind == "alert" else whole
        fitted = LogisticRegression(C=free, solver="liblinear", tol=1e-2).fit(rows[use], answers[use])
        weights[:, at], start[at] = fitted.coef_[0], fitted.intercept_[0]
    ways = np.array([COLUMNS.index(text.direction) - 1 for text in texts])
    weights[:, len(kinds) + 1 :], start[len(kinds) + 1 :] = softmax(rows, ways, len(COLUMNS) - 1, FREE["alert words"])
    return Model([*kinds, *COLUMNS], matrix, weights, start, even)


@dataclass
class Fold:
    """Models fitted to three of four parts, and the texts of the fourth."""

    texts: list[Text]
    telling: Model
    wording: Model
    mood: Model


def folds(texts: Sequence[Text], kinds: Sequence[str]) -> list[Fold]:
    """The folds, each in turn left out."""
    found: list[Fold] = []
    for fold in range(FOLDS):
        rest = [text for n, text in enumerate(texts) if n % FOLDS != fold]
        left_out = list(texts[fold::FOLDS])
        found.append(Fold(left_out, fit_telling(rest, kinds), fit_wording(rest, kinds), fit_mood(rest)))
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
    return found


def figures_of(text: Text, fold: Fold, kinds: Sequence[str]) -> list[dict[str, float]]:
    """The figures of every kind, as the reader makes them."""
    odds = [log_odds(shares(row)[1:]) for row in fold.telling.scores(text.telling)] if text.telling else []
    spots, about = spots_of(text.found, odds), About.of(fold.wording.scores([text.wording])[0], text.said)
    return list(named(kinds, figures(kinds, spots, about, how_long(text.found))))


def fit_kinds(parts: Sequence[Fold], kinds: Sequence[str]) -> dict[str, list[float]]:
    """Does the article tell of a kind? Figure → weight, fitted to what models say of texts that they have not seen."""
    pairs = [(text, fold) for fold in parts for text in fold.texts]
    known = [not text.partly or kind in text.kinds for text, _ in pairs for kind in kinds]
    every = [row for text, fold in pairs for row in figures_of(text, fold, kinds)]
    rows = [row for row, sure in zip(every, known, strict=True) if sure]
    answers = np.array([kind in text.kinds for text, _ in pairs for kind in kinds])[known]
    worth = np.array([_worth(text) for text, _ in pairs for _ in kinds])[known]
    columns, dense = _dense(rows)
    middle, spread = np.zeros(len(columns)), np.ones(len(columns))
    for name, at in columns.items():
        shared = name.split(": ")[-1]
        if name in kinds:
            continue
        source = dense[:, columns[shared]] if shared in columns else dense[:, columns["best"]]
        pull = 1.0 if name == shared else 0.3 if shared.startswith("beside ") else 0.5
        middle[at], spread[at] = source.mean(), (source.std() + 1e-6) / pull
    scaled = np.where(dense != 0, (dense - middle) / spread, 0)
    fitted = LogisticRegression(C=FREE["kinds"], max_iter=200, tol=1e-3).fit(scaled, answers, sample_weight=worth)
    weights = fitted.coef_[0] / spread
    found = {name: float(weights[at]) for name, at in columns.items()}
    for kind in kinds:
        lost = sum(w * middle[columns[name]] for name, w in found.items() if _concerns(name, kind))
        found[kind] = found.get(kind, 0.0) + float(fitted.intercept_[0]) - float(lost)
    return {name: [round(weight, 4)] for name, weight in found.items()}


def _worth(text: Text) -> float:
    return OWN if text.name == "own" else 1.0


def _dense(rows: Sequence[dict[str, float]]) -> tuple[dict[str, int], np.ndarray]:
    columns = {name: at for at, name in enumerate(sorted({name for row in rows for name in row}))}
    dense = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for at, row in enumerate(rows):
        for name, value in row.items():
            dense[at, columns[name]] = value
    return columns, dense


def fit_ways(parts: Sequence[Fold]) -> dict[str, list[float]]:
    """How is a mention told, and does it ring? Fitted to what models say of texts that they have not seen."""
    rows, moods, counts = list[dict[str, float]](), list[Mood](), list[float]()
    for fold in parts:
        for text in fold.texts:
            scores = fold.mood.scores(mood.names for mood in text.mood) if text.mood else ()
            about = About.of(np.zeros(0), text.said)
            for mood, score in zip(text.mood, scores, strict=True):
                rows.append(way_figures(mood.ruled, STATUSES, score, about, mood.kind, mood.word))
                moods.append(mood)
                counts.append(mood.worth * _worth(text))
    columns, dense = _dense(rows)
    worth = np.array(counts)
    known = np.flatnonzero([mood.status >= 0 for mood in moods])
    ways = LogisticRegression(C=FREE["ways"], max_iter=300, tol=1e-3)
    ways.fit(dense[known], np.array([moods[at].status for at in known]), sample_weight=worth[known])
    rings = LogisticRegression(C=FREE["ways"], max_iter=300, tol=1e-3)
    rings.fit(dense, [mood.alert for mood in moods], sample_weight=worth)
    weights = np.zeros((len(columns), len(STATUSES) + 1))
    weights[:, ways.classes_], weights[:, -1] = ways.coef_.T, rings.coef_[0]
    weights[columns["always"], ways.classes_] += ways.intercept_
    weights[columns["always"], -1] += rings.intercept_[0]
    return {name: [round(float(w), 4) for w in weights[at]] for name, at in columns.items()}


def fit_news(parts: Sequence[Fold]) -> dict[str, list[float]]:
    """Does the article ring, which way does it point? Fitted to what models say of texts that they have not seen."""
    texts = [text for fold in parts for text in fold.texts]
    words = [score for fold in parts for score in fold.wording.scores(text.wording for text in fold.texts)]
    rows = [news_figures(About.of(score, text.said)) for text, score in zip(texts, words, strict=True)]
    rings, ways = [text.alert for text in texts], [COLUMNS.index(text.direction) - 1 for text in texts]
    worth = np.array([_worth(text) for text in texts])
    columns, dense = _dense(rows)
    spread = dense.std(axis=0) + 1e-6
    spread[columns["always"]] = 1.0
    fitted = LogisticRegression(C=FREE["news"], max_iter=300, tol=1e-3)
    alert = fitted.fit(dense / spread, rings, sample_weight=worth)
    weights = np.zeros((len(columns), len(COLUMNS)))
    weights[:, 0] = alert.coef_[0] / spread
    weights[columns["always"], 0] += alert.intercept_[0]
    way = LogisticRegression(C=FREE["news"], max_iter=300, tol=1e-3)
    way.fit(dense / spread, ways, sample_weight=worth)
    weights[:, 1:] = way.coef_.T / spread[:, None]
    weights[columns["always"], 1:] += way.intercept_
    return {name: [round(float(w), 4) for w in weights[at]] for name, at in columns.items()}


def _concerns(name: str, kind: str) -> bool:
    return name != kind and (": " not in name or name.startswith(f"{kind}: "))


def fit_mood(texts: Sequence[Text]) -> Model:
    """How is it told, and would a desk want it?"""
    matrix = Matrix([mood.names for mood in text.mood] for text in texts)
    told = [mood for text in texts for mood in text.mood if mood.status >= 0]
    rows = matrix.rows(mood.names for mood in told)
    worth = np.array([mood.worth for mood in told])
    weights, start = softmax(rows, np.array([mood.status for mood in told]), len(STATUSES), FREE["mood"], worth)
    rings = LogisticRegression(C=FREE["alert"], solver="liblinear", tol=1e-2)
    rings.fit(rows, np.array([mood.alert for mood in told]), sample_weight=worth)
    return Model(
        [*STATUSES, "alert"], matrix,
        np.column_stack((weights, rings.coef_[0])), np.append(start, rings.intercept_[0]),
    )  # fmt: skip


def main() -> int:
    """Learns and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="learn from the blind part too")
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "src/bellwire/reading/data/opinion.json")
    args = parser.parse_args()
    begun = time.monotonic()
    answers = pickle.loads(SAID.read_bytes())
    wanted = {
        uri: said
        for uri, said in answers.items()
        if args.all or uri.startswith("urn:bellwire-texts:") or not is_blind(uri)
    }
    texts, kinds, triggers = gather(args.parses, wanted)
    print(f"{len(texts)} texts, {len(triggers)} triggers, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    parts = folds(texts, kinds)
    written: dict[str, Any] = {
        "trained_on": f"{len(texts)} texts, {'both parts' if args.all else 'the open part'}",
        "triggers": triggers,
        "least": LEAST,
        "telling": fit_telling(texts, kinds).stored(),
        "wording": fit_wording(texts, kinds).stored(),
        "kinds": {"columns": ["told"], "weights": fit_kinds(parts, kinds)},
        "mood": fit_mood(texts).stored(),
        "ways": {"columns": [*STATUSES, "alert"], "weights": fit_ways(parts)},
        "news": {"columns": list(COLUMNS), "weights": fit_news(parts)},
    }
    args.out.write_text(json.dumps(written, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="utf-8")
    sizes = {name: len(written[name]["features"]) for name in ("telling", "wording", "mood")}
    print(f"{sizes}, {args.out.stat().st_size // 1024} kB, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
