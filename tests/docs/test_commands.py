"""Commands that README and docs show: those that can be run here are, and all are commands that there are."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from bellwire.cli.main import register
from bellwire.intake.example import example_wire
from bellwire.wire import encode
from kit.pages import ROOT, Shell, blocks, missing, named_commands

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND: Any = typer.main.get_command(register())

#: Blocks of README's shell, by their first line: where they are run, or why they are not.
README = {
    "make run": "tests/cli/test_up.py runs what it runs; that it does is tested below",
    "deploy/compose/prepare                    # .env, config/, secrets/, spool/": "make deploy-check, without Docker; "
    "its curl in test_readme.py",
}


def test_each_block_of_readme_is_run_somewhere() -> None:
    assert {block.first for block in blocks(ROOT / "README.md")} == set(README)


def test_make_run_is_bellwire_up() -> None:
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    told = subprocess.run(["make", "--dry-run", "run"], cwd=ROOT, env=alone, capture_output=True, text=True, timeout=60)
    assert told.stdout.splitlines()[-1] == ".venv/bin/bellwire up"


def test_what_readme_says_of_the_eye_hospital_is_what_is_printed(tmp_path: Path) -> None:
    [item] = [one for one in example_wire() if one.uri.endswith("reuters:eye-hospital")]
    (tmp_path / "eye-hospital.json").write_bytes(encode(item))
    [shown] = [one for one in blocks(ROOT / "README.md", "text") if one.text.startswith("$ bellwire read")]
    command, _, rest = shown.text.partition("\n")
    with Shell(tmp_path) as shell:
        printed = shell.run(command.removeprefix("$ "))
    assert missing(rest, printed) == [], printed


def test_what_readme_subscribes_with_is_a_use_of_subscribe() -> None:
    from inspect import signature

    from bellwire.subscribe import subscribe

    [block] = blocks(ROOT / "README.md", "python")
    words = re.search(r"subscribe\((.*)\):", block.text)
    assert words
    eval(f"bind({words[1]})", {"bind": signature(subscribe).bind})


@pytest.mark.timeout(900)
def test_the_alert_that_readme_shows_is_one_that_the_example_makes() -> None:
    [block] = blocks(ROOT / "README.md", "json")
    shown = json.loads(block.text)
    [made] = [alert for alert in _example_alerts() if alert["id"] == shown["id"]]
    assert _shortened(shown, made) == shown


def test_a_part_of_an_alert_that_is_not_its_own_is_found() -> None:
    assert _shortened({"a": [1, "…"], "b": {"c": 2}}, {"a": [1, 2, 3], "b": {"c": 2, "d": 4}}) == {
        "a": [1, "…"],
        "b": {"c": 2},
    }
    assert _shortened({"a": [1, 4]}, {"a": [1, 2, 3]}) != {"a": [1, 4]}


def _example_alerts() -> list[dict[str, Any]]:
    """As published."""
    made = subprocess.run([sys.executable, "-c", _PRINT], cwd=ROOT / "scripts", capture_output=True, timeout=800)
    assert made.returncode == 0, made.stderr
    return [json.loads(line) for line in made.stdout.splitlines()]


_PRINT = """
import msgspec
from readme_sample import example_alerts
for alert in example_alerts():
    print(msgspec.json.encode(alert).decode())
"""


def _shortened(shown: Any, made: Any) -> Any:
    """What was made, as far as it is shown: of objects the fields, of lists all but what `…` stands for."""
    if isinstance(shown, dict) and isinstance(made, dict):
        return {name: _shortened(value, made.get(name)) for name, value in shown.items()}
    if isinstance(shown, list) and isinstance(made, list):
        if "…" in shown:
            made = [*made[: shown.index("…")], "…"]
        return [_shortened(one, other) for one, other in zip(shown, made, strict=False)] + made[len(shown) :]
    return made


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_use_of_bellwire_on_a_page_names_a_command_and_options_that_there_are(page: Path) -> None:
    wrong = [line for line in named_commands(page) if not _known(line)]
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_a_page_names_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = page.read_text()
    named = re.findall(r"`make ([a-z-]+)", text)
    named += [line.split()[1] for block in blocks(page) for line in block.text.splitlines() if line.startswith("make ")]
    assert set(named) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_script_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"(?:^|[\s`(])((?:scripts|bench|deploy|tests)/[\w./-]+[\w])", page.read_text(), re.MULTILINE)
    assert [path for path in named if not (ROOT / path).exists()] == []


def _known(line: str) -> bool:
    """Whether the words after `bellwire` are commands, and their options such as these have; CAPITALS stand for any."""
    try:
        words = shlex.split(line.replace("…", " "), comments=True)[1:]
    except ValueError:  # cut within quotes
        words = re.sub("['\"]", "", line).split()[1:]
    command, options = COMMAND, {"--help", "-h"}
    for word in words:
        options |= {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        below = getattr(command, "commands", {})
        if word.startswith("-") and word != "-":
            if word.split("=")[0] not in options:
                return False
        elif below and not word.isupper():
            if word.rstrip(",.") not in below:
                return False
            command = below[word.rstrip(",.")]
    return True


def test_a_command_or_option_that_is_none_is_found() -> None:
    assert _known("bellwire intake files --dry-run spool")
    assert not _known("bellwire intake fils spool")
    assert not _known("bellwire intake files --dry spool")
