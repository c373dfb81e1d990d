"""`bellwire backtest`: a line for each alert version, in order, from the articles' own clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bellwire.cli.main import app, register

EXAMPLE = str(files("bellwire.intake.example") / "aleppo-2016.ninjs.jsonl")


@pytest.fixture(scope="module")
def run() -> Iterator[CliRunner]:
    if not app.registered_commands:
        register()
    yield CliRunner()


def backtest(run: CliRunner, *options: str) -> Result:
    return run.invoke(app, ["backtest", *options])


def test_the_example_wire_rings_in_the_order_of_its_clock(run: CliRunner) -> None:
    done = backtest(run, "--jsonl", EXAMPLE, "--until", "2016-12-07T00:00:00Z")
    assert done.exit_code == 0
    alerts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [alert["updated"] for alert in alerts] == sorted(alert["updated"] for alert in alerts)
    assert {alert["msg_type"] for alert in alerts} == {"Alert", "Update", "Cancel"}
    told = {alert["article"]["uri"] for alert in alerts if alert["article"]}
    assert "urn:bellwire-example:courier:eye-hospital" not in told


def test_the_same_file_gives_the_same_bytes(run: CliRunner, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join(Path(EXAMPLE).read_text(encoding="utf-8").splitlines(keepends=True)[:4]), encoding="utf-8")
    assert backtest(run, "--jsonl", str(few)).stdout == backtest(run, "--jsonl", str(few)).stdout != ""


def test_a_time_that_is_none_is_bad_use(run: CliRunner) -> None:
    done = backtest(run, "--jsonl", EXAMPLE, "--until", "tomorrow")
    assert done.exit_code == 2
    assert "tomorrow" in done.stderr


def test_a_line_that_is_no_copy_is_told_and_the_next_goes_on(run: CliRunner, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.jsonl"
    first = Path(EXAMPLE).read_text(encoding="utf-8").splitlines()[1]
    spoilt.write_text(f'{{"no": "article"}}\n{first}\n', encoding="utf-8")
    done = backtest(run, "--jsonl", str(spoilt))
    assert done.exit_code == 0
    assert "spoilt.jsonl:1" in done.stderr
    assert done.stdout.count("\n") >= 1
