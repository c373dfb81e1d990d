"""`bellwire times`: lines of JSON in, lines of JSON out, one clear line on bad input."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bellwire.cli.times import times

app = typer.Typer()
app.command()(times)
run = CliRunner()


def line(text: str, anchor: str = "2016-12-07") -> str:
    return json.dumps({"uri": "urn:example:1", "anchor": anchor, "text": text}) + "\n"


def test_a_text_gives_its_times_on_one_line(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(line("They left on Sunday.") + "\n" + line("Nothing."))
    shown = run.invoke(app, ["--jsonl", str(file)])
    assert shown.exit_code == 0
    first, second = map(json.loads, shown.stdout.splitlines())
    assert first == {
        "uri": "urn:example:1",
        "times": [{"start": 13, "end": 19, "value": "2016-12-04", "type": "DATE"}],
    }
    assert second["times"] == []


def test_a_dash_reads_stdin() -> None:
    assert json.loads(run.invoke(app, ["-"], input=line("today")).stdout)["times"][0]["value"] == "2016-12-07"


@pytest.mark.parametrize(
    "bad", ["{", '{"uri": 1}', line("x", anchor="yesterday"), '{"uri": "a", "anchor": "2016-12-07"}', "[1]"]
)
def test_a_bad_line_is_one_sentence_with_its_number(bad: str) -> None:
    shown = run.invoke(app, ["-"], input=line("today") + bad)
    assert shown.exit_code == 1
    assert len(shown.stdout.splitlines()) == 1
    assert shown.stderr.count("\n") == 1
    assert "line 2" in shown.stderr


def test_a_missing_file_is_one_sentence() -> None:
    shown = run.invoke(app, ["no-such-file"])
    assert shown.exit_code == 1
    assert shown.stderr == "bellwire: no-such-file: No such file or directory\n"
