"""Wheel and sdist hold the package with all its data and nothing else; `make dist-check` installs and runs them."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from bellwire import __version__

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "bellwire"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both, built as a release is."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is missing: make setup")
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(dist / f"bellwire-{__version__}-py3-none-any.whl")


def package() -> set[str]:
    """Every file of the package, as a wheel names it."""
    files = (path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {f"bellwire/{path.relative_to(SOURCE)}" for path in files}


def test_a_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == package()


@pytest.mark.parametrize(
    "name",
    [
        "py.typed",
        "reading/data/encoder.onnx",
        "reading/data/rules/10-ground.toml",
        "watch/data/policy.toml",
        "ledger/migrations/env.py",
        "desk/templates/login.html",
        "intake/example/aleppo-2016.ninjs.jsonl",
    ],
)
def test_data_that_is_needed_at_run_time_is_of_the_package(name: str) -> None:
    assert f"bellwire/{name}" in package()


def test_a_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    about = f"bellwire-{__version__}.dist-info"
    assert f"\nVersion: {__version__}\n" in wheel.read(f"{about}/METADATA").decode()
    assert "bellwire = bellwire.cli.main:run" in wheel.read(f"{about}/entry_points.txt").decode()
    assert f"{about}/licenses/LICENSE" in wheel.namelist()


def test_an_sdist_holds_the_same_and_no_tests(dist: Path) -> None:
    with tarfile.open(dist / f"bellwire-{__version__}.tar.gz") as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"src/{name}" for name in package()} <= held
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "constraints.txt"} <= held
    assert {name.partition("/")[0] for name in held if "/" in name} == {"src"}
