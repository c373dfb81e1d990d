"""The rules, as Prometheus's own tools see them, and what they name."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bellwire.metrics import PROGRAMS, Served
from bellwire.stream.from_zero import count_from_zero
from kit.metric_names import named, series_names
from kit.pages import blocks

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTMANAGER = ROOT / "deploy" / "alertmanager" / "alertmanager.yml"

RULES = [rule for group in yaml.safe_load((PROMETHEUS / "rules.yml").read_text())["groups"] for rule in group["rules"]]
ALERTS = sorted({rule["alert"] for rule in RULES if "alert" in rule})


def run(*command: str, given: bytes = b"") -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is missing (Debian: prometheus, prometheus-alertmanager)")
    done = subprocess.run(command, input=given, capture_output=True, timeout=300)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout.decode()


def _text(served: Served) -> bytes:
    return served.told("text/plain")[0]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_metrics_are_named_as_prometheus_wants(program: str) -> None:
    count_from_zero(["bellwire.articles.v1"])
    assert run("promtool", "check", "metrics", given=_text(PROGRAMS[program])) == ""


def test_the_rules_are_sound() -> None:
    run("promtool", "check", "rules", str(PROMETHEUS / "rules.yml"))
    run("promtool", "check", "config", "--syntax-only", str(PROMETHEUS / "prometheus.yml"))


def test_the_jobs_that_are_shown_for_kubernetes_are_sound_and_named_as_the_rules_name_them(tmp_path: Path) -> None:
    [shown] = [block.text for block in blocks(ROOT / "docs" / "scaling.md", "yaml") if "scrape_configs" in block.text]
    config = yaml.safe_load(shown)
    for job in config["scrape_configs"]:  # Debian's promtool is built without Kubernetes.
        assert job.pop("kubernetes_sd_configs") == [{"role": "pod", "namespaces": {"names": ["bellwire"]}}]
    (tmp_path / "prometheus.yml").write_text(yaml.safe_dump(config))
    run("promtool", "check", "config", "--syntax-only", str(tmp_path / "prometheus.yml"))
    asked = {job for rule in RULES for job in re.findall(r'job="([^"]+)"', rule["expr"])}
    assert asked == {job["job_name"] for job in config["scrape_configs"]}


@pytest.mark.parametrize("path", sorted((PROMETHEUS / "tests").glob("*.yml")), ids=lambda path: path.stem)
def test_the_rules_fire_and_are_silent_as_their_tests_say(path: Path) -> None:
    run("promtool", "test", "rules", str(path))


def _tried() -> list[dict[str, Any]]:
    files = [yaml.safe_load(path.read_text()) for path in (PROMETHEUS / "tests").glob("*.yml")]
    return [tried for file in files for test in file["tests"] for tried in test["alert_rule_test"]]


@pytest.mark.parametrize("alert", ALERTS)
def test_every_alert_is_tried_firing_and_silent(alert: str) -> None:
    tried = [one["exp_alerts"] for one in _tried() if one["alertname"] == alert]
    assert any(tried), "firing"
    assert alert == "BellwireWatchdog" or not all(tried), "silent"


@pytest.mark.parametrize("rule", [rule for rule in RULES if "alert" in rule], ids=lambda rule: rule["alert"])
def test_every_alert_leads_to_its_runbook(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert anchor == rule["alert"].lower()
    assert f"\n### {rule['alert']}\n" in (ROOT / page).read_text()


def test_no_runbook_is_of_an_alert_that_is_not_there() -> None:
    assert set(re.findall(r"^### (.+)$", (ROOT / "docs" / "runbooks.md").read_text(), re.MULTILINE)) == set(ALERTS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.get("alert") or rule["record"])
def test_a_rule_asks_only_for_what_is_measured(rule: dict[str, Any]) -> None:
    recorded = {one["record"] for one in RULES if "record" in one}
    assert named(rule["expr"]) <= series_names() | recorded | {"up"}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_served_can_be_parsed_with_a_help_for_each(program: str) -> None:
    families = list(text_string_to_metric_families(_text(PROGRAMS[program]).decode()))
    assert families
    assert all(family.documentation for family in families)


def test_no_program_tells_of_what_the_other_counts() -> None:
    families = {
        program: {family.name for family in text_string_to_metric_families(_text(served).decode())}
        for program, served in PROGRAMS.items()
    }
    assert "bellwire_sse_clients" in families["desk"] and "bellwire_outbox_unpublished" in families["worker"]
    assert all(name.startswith("process_") for name in families["desk"] & families["worker"])


def test_alertmanagers_configuration_is_sound() -> None:
    run("amtool", "check-config", str(ALERTMANAGER))


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        ({"alertname": "BellwireFeedSilent", "team": "newsroom", "severity": "critical"}, "newsroom,operations-now"),
        ({"alertname": "BellwireDeliveryDead", "team": "newsroom", "severity": "warning"}, "newsroom"),
        ({"alertname": "BellwireTempo", "team": "newsroom", "severity": "info"}, "newsroom"),
        ({"alertname": "BellwireNoArticles", "team": "operations", "severity": "critical"}, "newsroom,operations-now"),
        ({"alertname": "BellwireBehind", "team": "operations", "severity": "critical"}, "operations-now"),
        ({"alertname": "BellwireBehind", "team": "operations", "severity": "warning"}, "operations"),
        ({"alertname": "BellwireWatchdog", "team": "operations", "severity": "none"}, "heartbeat"),
    ],
)
def test_each_alert_reaches_who_can_act(labels: dict[str, str], receiver: str) -> None:
    pairs = [f"{name}={value}" for name, value in labels.items()]
    assert run("amtool", "config", "routes", "test", f"--config.file={ALERTMANAGER}", *pairs).strip() == receiver


def test_inhibition_speaks_of_alerts_that_there_are() -> None:
    rules = yaml.safe_load(ALERTMANAGER.read_text())["inhibit_rules"]
    matchers = [one for rule in rules for side in ("source_matchers", "target_matchers") for one in rule[side]]
    assert {name for one in matchers for name in re.findall(r"Bellwire\w+", one)} <= set(ALERTS)
