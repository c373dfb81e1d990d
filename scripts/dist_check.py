#!/usr/bin/env python3
"""Builds wheel and sdist, installs the wheel in an empty environment, and runs `bellwire up` from an empty folder.

The sdist must make a wheel.

With another Python than this one: `make dist-check PYTHON=python3.12`. It needs the package index.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

#: Seconds that `bellwire up` may take for the example wire.
PATIENCE = 600.0
#: Alert versions that it must print.
LEAST = 10


def main() -> int:
    """0 when what is built runs."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    with tempfile.TemporaryDirectory(prefix="bellwire-dist-") as name:
        folder = Path(name)
        dist = folder / "dist"
        _run(sys.executable, "-m", "hatchling", "build", "--directory", str(dist), cwd=ROOT)
        for built in sorted(dist.iterdir()):
            _say(built.name, f"{built.stat().st_size / 1e6:.0f} MB")
        [wheel], [sdist] = dist.glob("*.whl"), dist.glob("*.tar.gz")
        of_sdist = folder / "of-sdist"
        _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(of_sdist), str(sdist))
        _say("sdist", f"makes {next(of_sdist.iterdir()).name}")
        bellwire = installed(python, wheel, folder / "env")
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        tried(bellwire, elsewhere)
    _say("all", "works")
    return 0


def installed(python: str, wheel: Path, environment: Path) -> Path:
    """The executable of an environment that has nothing but the wheel and what it asks for."""
    _run(python, "-m", "venv", str(environment))
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    _run(*pip, str(wheel), PIP_CONSTRAINT=str(ROOT / "constraints.txt"))
    return environment / "bin" / "bellwire"


def tried(bellwire: Path, folder: Path) -> None:
    """Versions, `python -m`, types, and the example wire to its end; a signal ends it with 0."""
    python = str(bellwire.with_name("python"))
    _say("version", _run(str(bellwire), "--version", cwd=folder).strip())
    assert _run(python, "-m", "bellwire", "--version", cwd=folder) == _run(str(bellwire), "--version", cwd=folder)
    typed = "from importlib.resources import files; print((files('bellwire') / 'py.typed').is_file())"
    assert _run(python, "-c", typed, cwd=folder).strip() == "True"
    said = folder / "said"
    with said.open("w") as out:
        up = subprocess.Popen([str(bellwire), "up", "--data", "data"], cwd=folder, env=_environment(), stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while "Replay  over" not in said.read_text() or len(_alerts(said)) < LEAST:
            assert up.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.2)
        up.send_signal(signal.SIGINT)
        assert up.wait(60) == 0, said.read_text()
    finally:
        up.kill()
    _say("up", f"{len(_alerts(said))} alert versions of the example wire, from {folder}")


def _alerts(said: Path) -> list[str]:
    return [line for line in said.read_text().splitlines() if line.startswith("2016-12-0")]


def _run(*command: str, cwd: Path | None = None, **environment: str) -> str:
    done = subprocess.run(command, cwd=cwd, env=_environment() | environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} exits {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Nothing of this clone's: neither its paths nor Bellwire's settings."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH" and "BELLWIRE" not in name}


def _say(what: str, line: str) -> None:
    print(f"{what:24} {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
