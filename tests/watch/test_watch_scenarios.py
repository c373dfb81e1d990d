"""With perfect readings, everything that ../shared/gold/scenarios expects holds."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from ideal_readings import IDEAL, ideal_readings
from readings_by_hand import Wire

from bench.gold import tool

SHARED = Path(__file__).parents[3] / "shared"
FOLDER = SHARED / "gold" / "scenarios"

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared")]


@pytest.mark.parametrize("name", sorted(IDEAL))
def test_a_scenario_holds_with_perfect_readings(name: str) -> None:
    path = FOLDER / f"{name}.json"
    scenario = json.loads(path.read_text(encoding="utf-8"))
    wire = Wire()
    wire.send(*ideal_readings(path))
    wire.wait(datetime.fromisoformat(scenario["until"]))
    alerts = [json.loads(msgspec.json.encode(alert)) for alert in wire.alerts]
    holds = tool("scenarios").holds
    broken = [
        f"{expect['because']}: {why}"
        for expect in scenario["expect"]
        for held, why in [holds(expect, alerts)]
        if not held
    ]
    assert not broken, "\n".join(broken)
