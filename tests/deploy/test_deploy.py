"""Compose, Kubernetes and systemd files, as their own tools see them; `make deploy-check` runs them for real."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bellwire import __version__
from bellwire.settings import Settings
from kit.command_line import parse, takes

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: one for name, one in COMPOSE["services"].items() if "bellwire" in one.get("image", "")}
MANIFESTS = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml")
SCALING = (ROOT / "docs" / "scaling.md").read_text()
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def run(*command: str, **more: Any) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is missing")
    return subprocess.run(command, capture_output=True, text=True, timeout=200, **more)


def test_compose_finds_no_fault(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    shutil.copy(ROOT / ".env.example", tmp_path / ".env")
    done = run("docker-compose", "config", "--quiet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_everything_that_may_differ_is_in_the_example_and_nothing_else() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == offered


def test_what_compose_needs_is_prepared(tmp_path: Path) -> None:
    (tmp_path / "deploy" / "compose").mkdir(parents=True)
    for name in ("prepare", "feeds.toml"):
        shutil.copy(DEPLOY / "compose" / name, tmp_path / "deploy" / "compose")
    shutil.copy(ROOT / ".env.example", tmp_path)
    for _ in range(2):
        subprocess.run([tmp_path / "deploy" / "compose" / "prepare"], check=True, capture_output=True)
    for secret in COMPOSE["secrets"].values():
        assert (tmp_path / secret["file"]).is_file()
    assert (tmp_path / "config" / "feeds.toml").is_file()
    assert (tmp_path / "spool").stat().st_mode & 0o7777 == 0o777, (
        "files of others cannot be moved out of a sticky folder"
    )
    password = (tmp_path / "secrets" / "postgres_password").read_text()
    assert len(password) == 48
    assert password in (tmp_path / "secrets" / "bellwire_ledger_url").read_text()


@pytest.mark.parametrize("name", OURS)
def test_our_services_write_nothing_but_tmp_and_gain_no_rights(name: str) -> None:
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_service_has_limits_and_is_started_again(name: str) -> None:
    service = COMPOSE["services"][name]
    assert {"memory", "cpus"} <= set(service["deploy"]["resources"]["limits"])
    assert service["restart"] in ("unless-stopped", "on-failure")


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_and_settings_that_there_are(name: str) -> None:
    assert parse(OURS[name]["command"])
    settings = {f"BELLWIRE_{field.upper()}" for field in Settings.model_fields}
    assert set(OURS[name]["environment"]) <= settings
    assert {secret.upper() for secret in OURS[name]["secrets"]} <= settings


@pytest.mark.parametrize("name", OURS)
def test_our_services_are_given_the_ledger_where_their_command_takes_one_and_nowhere_else(name: str) -> None:
    assert takes(OURS[name]["command"], "--ledger") is ("bellwire_ledger_url" in OURS[name]["secrets"])


def test_the_files_that_are_mounted_are_there() -> None:
    mounted = [volume.split(":")[0] for one in COMPOSE["services"].values() for volume in one.get("volumes", [])]
    assert all((ROOT / path).exists() for path in mounted if path.startswith("./deploy"))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_manifests_are_as_kubernetes_wants(path: Path) -> None:
    validate = Path(sys.executable).with_name("kubernetes-validate")
    done = run(str(validate), "--strict", "-k", "1.33", str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_base_lists_every_manifest() -> None:
    base = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    assert sorted(base["resources"]) == [path.name for path in MANIFESTS]


def test_the_base_deploys_this_version() -> None:
    base = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    assert [image["newTag"] for image in base["images"]] == [__version__]


def _pods() -> dict[str, Any]:
    documents = [one for path in MANIFESTS for one in yaml.safe_load_all(path.read_text())]
    workloads = [one for one in documents if one["kind"] in ("Deployment", "Job")]
    return {one["metadata"]["name"]: one["spec"]["template"]["spec"] for one in workloads}


@pytest.mark.parametrize(("name", "pod"), _pods().items())
def test_pods_are_not_root_and_write_nothing_but_tmp(name: str, pod: dict[str, Any]) -> None:
    [container] = pod["containers"]
    assert parse(container["args"])
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert "memory" in container["resources"]["limits"]
    assert name == "init" or {"livenessProbe", "readinessProbe"} <= set(container)


@pytest.mark.parametrize(("name", "pod"), _pods().items())
def test_pods_are_given_the_ledger_where_their_command_takes_one_and_what_the_page_names(
    name: str, pod: dict[str, Any]
) -> None:
    [container] = pod["containers"]
    [given] = [{one["key"] for one in volume["secret"]["items"]} for volume in pod["volumes"] if "secret" in volume]
    assert takes(container["args"], "--ledger") is ("bellwire_ledger_url" in given)
    assert all(f"--from-literal={secret}=" in SCALING for secret in given)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_units_load_the_secrets_that_the_page_says_and_the_ledger_where_their_command_takes_one(unit: Path) -> None:
    [row] = [line for line in SCALING.splitlines() if line.startswith("| `bellwire-") and _named(unit) in line]
    [command] = re.findall(r"^ExecStart=/opt/bellwire/bin/bellwire (.+)$", unit.read_text(), re.MULTILINE)
    loaded = re.findall(r"^LoadCredential=(\w+):/etc/bellwire/secrets/\1$", unit.read_text(), re.MULTILINE)
    assert takes(command.replace("%i", "reuters").split(), "--ledger") is ("bellwire_ledger_url" in loaded)
    assert re.findall(r"`(bellwire_\w+)`", row) == loaded


def _named(unit: Path) -> str:
    return f"`{unit.stem}FEED`" if unit.stem.endswith("@") else f"`{unit.stem}`"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_units_run_commands_that_there_are_and_are_started_until_they_hold(unit: Path) -> None:
    text = unit.read_text()
    [line] = re.findall(r"^ExecStart=/opt/bellwire/bin/bellwire (.+)$", text, re.MULTILINE)
    assert parse(line.replace("%i", "reuters").split())
    assert "\nStartLimitIntervalSec=0\n" in text
    assert re.search(r"^Restart=(always|on-failure)$", text, re.MULTILINE)
    assert "Requires=" not in text, "what it needs may come later; a unit that never started is not restarted"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_units_are_sound_and_keep_to_themselves(unit: Path, tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text().replace("/opt/bellwire/bin/bellwire", shutil.which("true") or "/bin/true")
        (tmp_path / path.name).write_text(text.replace("User=bellwire", "User=root"))
    done = run("systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name))
    assert (done.returncode, done.stderr) == (0, "")
    judged = run("systemd-analyze", "security", "--offline=true", "--threshold=30", str(tmp_path / unit.name))
    assert judged.returncode == 0, judged.stdout[-500:]


def test_units_name_settings_that_there_are() -> None:
    named = re.findall(r"^(BELLWIRE_\w+)=", (DEPLOY / "systemd" / "bellwire.env").read_text(), re.MULTILINE)
    assert {name.removeprefix("BELLWIRE_").lower() for name in named} <= set(Settings.model_fields)


def test_the_health_check_fails_where_nothing_answers() -> None:
    done = subprocess.run([sys.executable, DEPLOY / "healthy", "http://127.0.0.1:1/"], timeout=300)
    assert done.returncode == 1
