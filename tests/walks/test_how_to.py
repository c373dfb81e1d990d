"""docs/how-to.md as it is followed: its shell blocks in order beside a running Bellwire, its programs too."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.processes import free_port
from kit.pages import ROOT, Block, Shell, blocks, missing

pytestmark = pytest.mark.timeout(900)

PAGE = ROOT / "docs" / "how-to.md"

#: Blocks that are not run here, by their first line, and why.
NOT_RUN = {
    "scripts/make-docs": "would write this clone's docs; test_docs_are_current.py asks whether they are current",
}
#: What is run in a clone, since it changes the rules.
IN_A_CLONE = "Write a rule"

#: As steps 1 to 3 of the tutorial leave it.
START = """
printf '[feeds.tutorial]\nkind = "directory"\nprovider = "Tutorial News"\nsilence = "1h"\n' > feeds.toml
bellwire up --no-replay --data data 2> up.log &
until grep -E '^(Desk|bellwire:)' up.log; do sleep 1; done
grep -q '^Desk' up.log
export BELLWIRE_BROKERS="$(awk '$1 == "Broker" {print $2}' up.log)"
export BELLWIRE_LEDGER_URL="sqlite:///$PWD/data/ledger.db"
export DESK="$(awk '$1 == "Desk" {print $2}' up.log)"
"""

#: What listeners must hear, who by then have had the time to begin.
ANOTHER = """
sed -e 's/urn:desk:raid/urn:desk:shells/; s/Idlib/Aleppo/g' \\
    -e 's/Warplanes bomb\\(ed\\)* [a-z ]*market/Rebels shell\\1 airport/g' item.json > another.json
bellwire intake files --feed desk another.json
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("how-to")


@pytest.fixture(scope="module")
def shell(folder: Path) -> Iterator[Shell]:
    with Shell(folder, {"BELLWIRE_HTTP_PORT": str(free_port("127.0.0.1"))}) as running:
        running.run(START)
        yield running


def shell_blocks(*, rule: bool) -> list[Block]:
    run = [one for one in blocks(PAGE) if one.first not in NOT_RUN]
    return [one for one in run if (one.heading == IN_A_CLONE) is rule]


def program(language: str) -> str:
    [block] = blocks(PAGE, language)
    return block.text


def followed(shell: Shell, block: Block) -> None:
    printed = shell.run(block.text.replace("127.0.0.1:8090", "127.0.0.1:$BELLWIRE_HTTP_PORT"))
    assert missing(block.shows, printed) == [], f"{block.heading}: {block.first}\nprinted:\n{printed}"


def test_what_is_not_run_is_there() -> None:
    assert set(NOT_RUN) <= {one.first for one in blocks(PAGE)}


def test_what_is_done_beside_a_running_bellwire_does_what_it_says(shell: Shell, folder: Path) -> None:
    listeners = ["python listen.py", *(["node listen.mjs"] if shutil.which("node") else [])]
    (folder / "listen.py").write_text(program("python"))
    (folder / "listen.mjs").write_text(program("js"))
    for one in listeners:
        shell.run(f"{one} > {one.split()[0]}.said &")
    for block in shell_blocks(rule=False):
        followed(shell, block)
        if block.heading == "Subscribe":  # later there is a token, and the desk asks the listeners for it
            shell.run(ANOTHER)
            for one in listeners:
                shell.run(f"until grep '^Alert Rebels shell airport' {one.split()[0]}.said; do sleep 0.5; done", 60)


def test_a_rule_is_written_and_fires(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(ROOT / "src", clone / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "pyproject.toml"):
        (clone / name).symlink_to(ROOT / name)
    path = f"{clone / 'src'}{os.pathsep}{ROOT / 'tests'}"
    with Shell(clone, {"PYTHONPATH": path, "PYTEST_ADDOPTS": "-p no:cacheprovider"}) as shell:
        for block in shell_blocks(rule=True):
            followed(shell, block)
