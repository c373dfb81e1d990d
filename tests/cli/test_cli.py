"""The executable as people run it: what goes to stdout, what to stderr, and with which exit status it ends."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bellwire.cli.main import COMMANDS, register

ITEM = {
    "uri": "urn:test:raid",
    "version": "1",
    "versioncreated": "2016-12-04T18:00:00Z",
    "headline": "Warplanes bomb market in Idlib, killing 12",
    "provider": "Reuters",
    "body_text": "Government warplanes bombed a market in the Syrian city of Idlib on Sunday, killing 12 people.",
}


def bellwire(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "bellwire", *words]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=300, check=False)


def test_help_lists_commands_in_our_order_groups_or_not() -> None:
    told = CliRunner().invoke(register(), ["--help"]).stdout.split("Commands:\n")[1].split("\n\n")[0]
    assert tuple(line.split()[0] for line in told.splitlines()) == COMMANDS


def test_every_command_is_registered_and_has_help() -> None:
    app = register()
    named = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert named >= set(COMMANDS)


@pytest.mark.parametrize("words", [("read",), ("read", "--nonsense", "x"), ("nonsense",), ("up", "--speed", "0")])
def test_bad_use_exits_with_2(words: tuple[str, ...]) -> None:
    done = bellwire(*words)
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_file_that_is_not_there_is_one_line_and_exit_1() -> None:
    done = bellwire("read", "nosuchfile")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().splitlines() == ["bellwire: nosuchfile does not exist"]


def test_reading_gives_one_line_an_article(tmp_path: Path) -> None:
    file = tmp_path / "raid.json"
    file.write_text(json.dumps(ITEM))
    done = bellwire("read", str(file))
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    reading = json.loads(line)
    assert (reading["uri"], reading["outcome"]) == ("urn:test:raid", "read")
    assert any(event["kind"] == "strike" for event in reading["events"])


def test_lines_may_be_packed_and_a_bad_one_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl.gz"
    file.write_bytes(gzip.compress(b"\n".join([json.dumps(ITEM).encode(), b"{broken", json.dumps(ITEM).encode()])))
    done = bellwire("read", "--jsonl", str(file))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 2
    assert "wire.jsonl.gz:2" in done.stderr.decode()


def test_lines_that_are_read_as_one_item_are_told_what_to_add(tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl"
    file.write_text(f"{json.dumps(ITEM)}\n{json.dumps(ITEM)}\n")
    done = bellwire("read", "--articles", str(file))
    assert done.returncode == 1
    assert "add --jsonl" in done.stderr.decode().splitlines()[0]


def test_standard_input_is_a_dash() -> None:
    done = bellwire("read", "--articles", "-", stdin=json.dumps(ITEM).encode())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["headlines"][0]["value"] == ITEM["headline"]


def test_explaining_shows_rule_and_evidence() -> None:
    done = bellwire("read", "--explain", "-", stdin=json.dumps(ITEM).encode())
    assert done.returncode == 0, done.stderr
    assert "rule" in done.stdout.decode()
    assert "strike" in done.stdout.decode()


def test_a_model_that_is_not_installed_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWIRE_MODEL", "no_such_pipeline")
    done = bellwire("read", "-", stdin=json.dumps(ITEM).encode())
    assert done.returncode == 1
    assert len(done.stderr.decode().splitlines()) == 1
    assert "no_such_pipeline" in done.stderr.decode()


def test_a_setting_out_of_range_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWIRE_PROCESSES", "none")
    done = bellwire("read", "-", stdin=b"{}")
    assert (done.returncode, len(done.stderr.decode().splitlines())) == (1, 1)
