"""What only shows what a ledger holds makes none: a slip in its URL would look like a ledger without news."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bellwire.cli.main import register
from bellwire.errors import BellwireError


@pytest.mark.parametrize(
    "words",
    [
        ["review", "export"],
        ["deliveries", "told", "t1"],
        ["deliveries", "dead"],
        ["tokens", "list"],
        ["tokens", "revoke", "ab12"],
    ],
    ids=" ".join,
)
def test_a_ledger_that_is_not_there_is_told_and_not_made(words: list[str], tmp_path: Path) -> None:
    file = tmp_path / "typo.db"
    done = CliRunner().invoke(register(), [*words, "--ledger", f"sqlite:///{file}"])
    assert isinstance(done.exception, BellwireError)
    assert str(done.exception) == f"there is no ledger at {file}; give the URL of one that is there"
    assert not file.exists()
