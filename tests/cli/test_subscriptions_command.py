"""`bellwire subscriptions`: the list, the check of the file, the test on wire copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bellwire.cli.subscriptions import subscriptions
from bellwire.errors import BellwireError
from bellwire.watch.alert import MsgType
from kit.alerts import alert

FILE = """
[subscriptions.ground]
route = "slack"
url = "https://chat.example/T0"
matchers = ['family="ground"']

[subscriptions.elsewhere]
route = "mail"
to = "desk@example.org"
digest = "1h"
matchers = ['place="UA"']
"""


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "subscriptions.toml"
    path.write_text(FILE)
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(subscriptions, list(arguments))


def test_they_are_listed() -> None:
    lines = run().stdout.splitlines()
    assert lines[1].split("\t") == ["ground", "slack", "ROUTINE", "at once", 'family="ground"']
    assert lines[2].split("\t")[3] == "every 1h"


def test_a_sound_file_is_told_to_be() -> None:
    assert run("check").stdout == "subscriptions.toml: 2 subscriptions, nothing wrong\n"


def test_what_is_wrong_is_told_by_line(file: Path) -> None:
    file.write_text('[subscriptions.a]\nroute = "fax"\n')
    result = run("check")
    assert result.stdout == 'subscriptions.toml:2: route: "fax" is none of webhook, slack, matrix, mail\n'
    assert isinstance(result.exception, BellwireError)


def test_keys_that_are_lacking_are_told(file: Path) -> None:
    file.write_text('[subscriptions.a]\nroute = "webhook"\nurl = "https://desk.example/hook"\n')
    assert "a: the route webhook needs secret in the file of keys" in run("check").stdout


def test_the_alerts_of_wire_copy_tell_what_each_would_have_been_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [alert("t1"), alert("t1", 2, msg_type=MsgType.CANCEL)]
    monkeypatch.setattr("bellwire.cli.backtest.alerts_of", lambda *_, **__: iter(made))
    result = run("test", "wire.txt")
    assert result.stdout.splitlines() == [
        "2016-12-04 12:00:00Z ground URGENT   Alert  Army takes hospital in east Aleppo - army (matches)",
        "2016-12-04 12:00:00Z ground URGENT   Cancel Army takes hospital in east Aleppo - army (takes-back)",
    ]
    assert result.stderr.splitlines() == [
        "elsewhere: 1 never-told",
        "elsewhere: 1 unmatched",
        "ground: 1 matches",
        "ground: 1 takes-back",
    ]


def test_as_json_every_verdict_is_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellwire.cli.backtest.alerts_of", lambda *_, **__: iter([alert("t1")]))
    verdicts = [json.loads(line) for line in run("test", "--json", "wire.txt").stdout.splitlines()]
    assert {(one["subscription"], one["why"], one["state"]) for one in verdicts} == {
        ("ground", "matches", "sent"),
        ("elsewhere", "unmatched", None),
    }


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    result = run("test", "--name", "grund", "wire.jsonl")
    assert isinstance(result.exception, BellwireError)
    assert "did you mean ground?" in str(result.exception)
