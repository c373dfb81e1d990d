"""`bellwire subscribe` on a real broker: what it prints, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from publisher import Publisher
from typer.testing import CliRunner, Result

from bellwire.subscribe import Message
from kit.told import alert


def run(*arguments: str) -> Result:
    import typer

    from bellwire.cli.subscribe import subscribe as command

    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_a_json_line_each(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2"))
    result = run("alerts", "--since", "beginning", "--limit", "2")
    assert result.exit_code == 0, result.output
    assert sorted(json.loads(line)["id"] for line in result.stdout.splitlines()) == ["t1-000001", "t2-000001"]


def test_the_command_filters(publish: Publisher) -> None:
    publish(alert("t1"), alert("t2", kind="strike", place="SY/Idlib"))
    result = run("alerts", "--since", "beginning", "--no-follow", "--kind", "strike", "--place", "SY")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["t2-000001"]


def test_the_command_goes_on_after_what_it_printed(publish: Publisher, tmp_path: Path) -> None:
    arguments = ("--since", "beginning", "--no-follow", "--resume", str(tmp_path / "marks"))
    publish(alert("t1"))
    assert len(run(*arguments).stdout.splitlines()) == 1
    publish(alert("t2"))
    assert [json.loads(line)["id"] for line in run(*arguments).stdout.splitlines()] == ["t2-000001"]


def test_the_command_refuses_an_unknown_topic() -> None:
    result = run("alarms")
    assert result.exit_code == 2 and "no topic 'alarms'" in result.output


def test_ctrl_c_ends_the_command_with_success(publish: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(self: object) -> Message:
        raise KeyboardInterrupt

    monkeypatch.setattr("bellwire.subscribe.Subscription.__next__", pressed)
    assert run("alerts").exit_code == 0
