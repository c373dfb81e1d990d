"""docs/tutorial.md as a newcomer follows it: every command, in one shell, and what it says is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.pages import ROOT, Block, Shell, blocks, missing

#: Blocks that are not run here, by their first line, and why.
NOT_RUN = {
    "git clone ADDRESS-OF-THE-REPOSITORY bellwire && cd bellwire": "the tests themselves run in what it makes",
}
BLOCKS = [one for one in blocks(ROOT / "docs" / "tutorial.md") if one.first not in NOT_RUN]


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    folder: Path = tmp_path_factory.mktemp("newcomer")
    with Shell(folder) as running:
        yield running


def test_what_is_not_run_is_there() -> None:
    assert len(blocks(ROOT / "docs" / "tutorial.md")) == len(BLOCKS) + len(NOT_RUN)


@pytest.mark.timeout(900)
def test_the_tutorial_does_what_it_says(shell: Shell) -> None:
    for block in BLOCKS:
        told = run(shell, block)
        assert told == [], f"{block.heading}: {block.first}"


def run(shell: Shell, block: Block) -> list[str]:
    """The lines that the page shows and the block did not print, with all that it printed."""
    printed = shell.run(block.text)
    absent = missing(block.shows, printed)
    return [*absent, "was printed:", printed] if absent else []
