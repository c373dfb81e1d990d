"""`bellwire tokens`: shown once, listed without secrets, revoked by id."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bellwire.cli.main import register
from bellwire.ledger import open_ledger


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    monkeypatch.setenv("BELLWIRE_LEDGER_URL", url)
    return url


def _tokens(*words: str) -> Result:
    return CliRunner().invoke(register(), ["tokens", *words])


def test_a_token_is_printed_alone_on_stdout_and_opens_the_ledger(url: str) -> None:
    made = _tokens("create", "night desk", "--scope", "acknowledge", "--days", "1")
    ledger = open_ledger(url)
    token = ledger.tokens.valid(made.stdout.strip(), datetime.now(UTC))
    ledger.close()
    assert token is not None
    assert (token.name, token.scope) == ("night desk", "acknowledge")
    assert made.stdout.strip() not in made.stderr


def test_the_list_shows_no_token(url: str) -> None:
    text = _tokens("create", "bot").stdout.strip()
    head, row = _tokens("list").stdout.splitlines()
    assert head.split("\t") == ["id", "name", "scope", "created", "expires", "state"]
    assert row.split("\t")[0] == text.split("_")[1]
    assert (row.split("\t")[1:3], row.split("\t")[5]) == (["bot", "read"], "valid")
    assert text.split("_", 2)[2] not in row


def test_revoking_ends_it_and_an_unknown_one_is_named(url: str) -> None:
    made = _tokens("create", "bot").stdout.split("_")[1]
    assert _tokens("revoke", made).exit_code == 0
    assert _tokens("list").stdout.splitlines()[1].endswith("\trevoked")
    again = _tokens("revoke", made, "nosuch")
    assert again.exit_code == 1
    assert f"no token that could be revoked: {made}, nosuch" in str(again.exception)


@pytest.mark.parametrize("words", [("create",), ("create", "a\nb"), ("create", "x", "--scope", "all"), ("revoke",)])
def test_bad_use_exits_with_2(url: str, words: tuple[str, ...]) -> None:
    assert _tokens(*words).exit_code == 2
