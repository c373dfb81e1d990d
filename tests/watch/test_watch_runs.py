"""Runs of wire copy of our own, read and watched: a stated share of what must be published of each half is.

The rules were mended by what is in `open`; what is in `blind` was only ever scored: it tells how unseen copy does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bellwire.reading import Reader
from kit.readers import full_reader
from kit.runs import alerts_of, broken, load_run

RUNS = Path(__file__).parent / "runs"
#: The shares of the expectations that hold.
LEAST = {"open": 0.93, "blind": 0.84}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return full_reader()


@pytest.mark.timeout(3600)  # Two thousand articles and more: minutes where others have the processors too.
@pytest.mark.parametrize("half", LEAST)
def test_of_what_a_run_must_publish_most_is_published(half: str, reader: Reader) -> None:
    wanted, missed = 0, []
    for path in sorted((RUNS / half).glob("*.toml")):
        run = load_run(path)
        wanted += len(run["expect"])
        missed += [f"{path.stem}: {why}" for why in broken(run, alerts_of(run, reader))]
    assert wanted > 100
    assert len(missed) <= (1 - LEAST[half]) * wanted, "\n".join(missed)


@pytest.mark.parametrize("path", sorted(RUNS.glob("*/*.toml")), ids=lambda path: path.stem)
def test_a_run_bears_the_name_of_its_file_and_speaks_of_its_own_articles(path: Path) -> None:
    run = load_run(path)
    uris = {article["uri"] for article in run["article"]}
    named = {
        uri
        for row in run["expect"]
        for uri in (*row.get("together", ()), *row.get("apart", ()), *([row["latest"]] if "latest" in row else ()))
    }
    assert run["name"] == path.stem
    assert named <= uris
    assert all(row["because"] for row in run["expect"])
