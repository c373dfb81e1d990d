"""With perfect readings, everything that ../shared/gold/scenarios expects holds."""

from __future__ import annotations

import importlib.util
import json
from datetime import datetime
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from ideal_readings import IDEAL, ideal_readings
from readings_by_hand import Wire

SHARED = Path(__file__).parents[3] / "shared"
FOLDER = SHARED / "gold" / "scenarios"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared")]


def judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scenario_judge", SHARED / "tools" / "scenarios.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(IDEAL))
def test_a_scenario_holds_with_perfect_readings(name: str) -> None:
    path = FOLDER / f"{name}.json"
    scenario = json.loads(path.read_text(encoding="utf-8"))
    wire = Wire()
    wire.send(*ideal_readings(path))
    wire.wait(datetime.fromisoformat(scenario["until"]))
    alerts = [json.loads(msgspec.json.encode(alert)) for alert in wire.alerts]
    holds = judge().holds
    broken = [
        f"{expect['because']}: {why}"
        for expect in scenario["expect"]
        for held, why in [holds(expect, alerts)]
        if not held
    ]
    assert not broken, "\n".join(broken)
