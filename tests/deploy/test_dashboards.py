"""The dashboards are made of what is declared, and every panel has data when the system runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from kit.metric_names import named, series_names

ROOT = Path(__file__).parents[2]
BOARDS = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))
RECORDED = {
    rule["record"]
    for group in yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yml").read_text())["groups"]
    for rule in group["rules"]
    if "record" in rule
}


def panels(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["panels"]
    return found


def test_the_dashboards_are_what_the_script_makes() -> None:
    script = ROOT / "scripts" / "dashboards.py"
    made = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, timeout=300)
    assert made.returncode == 0, made.stderr


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_panels_ask_only_for_what_is_measured_or_recorded(path: Path) -> None:
    asked = {name for panel in panels(path) for target in panel["targets"] for name in named(target["expr"])}
    assert asked
    assert asked <= series_names() | RECORDED | {"up"}


@pytest.mark.parametrize("path", BOARDS, ids=lambda path: path.stem)
def test_panels_ask_the_source_that_is_provisioned(path: Path) -> None:
    [source] = yaml.safe_load((ROOT / "deploy" / "grafana" / "datasources.yml").read_text())["datasources"]
    assert {panel["datasource"]["uid"] for panel in panels(path)} == {source["uid"]}


@pytest.mark.timeout(900)
def test_every_panel_has_data_from_a_running_system() -> None:
    if shutil.which("prometheus") is None:
        pytest.skip("prometheus is missing (Debian: prometheus)")
    script = ROOT / "scripts" / "prove_panels.py"
    proved = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=800)
    assert proved.returncode == 0, proved.stdout + proved.stderr
