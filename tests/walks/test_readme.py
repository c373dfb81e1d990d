"""README's own steps as a newcomer follows them: by hand from an empty ledger to an alert, and the push by curl."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.intake.example import example_wire
from bellwire.processes import free_port
from bellwire.wire import encode
from kit.pages import ROOT, Shell, blocks, named_commands

pytestmark = pytest.mark.timeout(900)

PAGE = ROOT / "README.md"

#: The commands of "By hand": those that go on, with what they say when they are ready, and those that end.
GO_ON = {
    "bellwire worker --metrics-port 9100": "worker is ready",
    "bellwire desk": "desk ready",
    "bellwire intake directory /var/spool/wire": "atching",
}
END = ("bellwire init", "bellwire tokens create NAME", "bellwire audit")


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A shell with a broker, a folder for copy, and an item."""
    item = next(one for one in example_wire() if one.uri.endswith("afp:front-line"))
    (tmp_path / "item.json").write_bytes(encode(msgspec.structs.replace(item, received=None)))
    (tmp_path / "wire").mkdir()
    with EmbeddedBroker() as broker:
        given = {
            "BELLWIRE_BROKERS": broker.address,
            "BELLWIRE_LEDGER_URL": f"sqlite:///{tmp_path / 'ledger.db'}",
            "BELLWIRE_CLOCK": "article",
            "BELLWIRE_DESK_PORT": str(free_port("127.0.0.1")),
            "BELLWIRE_HTTP_PORT": str(free_port("127.0.0.1")),
        }
        with Shell(tmp_path, given) as running:
            yield running


def test_every_command_that_readme_names_is_run_below() -> None:
    assert set(named_commands(PAGE)) == {*GO_ON, *END}


def test_by_hand_copy_in_a_folder_becomes_an_alert_and_the_account_holds(shell: Shell) -> None:
    shell.run("bellwire init")
    for number, (command, ready) in enumerate(GO_ON.items()):
        here = command.replace("/var/spool/wire", "wire").replace("9100", str(free_port("127.0.0.1")))
        shell.run(f"{here} > {number}.log 2>&1 &")
        shell.run(f"until grep -q '{ready}' {number}.log; do sleep 0.5; done")
    shell.run("cp item.json wire/.item && mv wire/.item wire/item.json")
    asked = "curl --silent --fail http://127.0.0.1:$BELLWIRE_DESK_PORT/api/v1/alerts"
    shell.run(f"until {asked} | grep -q 'close in on Old City'; do sleep 1; done")
    assert "bw_" in shell.run("bellwire tokens create NAME")
    shell.run("bellwire audit --wait 60")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_push_that_readme_shows_is_taken(shell: Shell) -> None:
    [push] = [block.text[block.text.index("curl ") :] for block in blocks(PAGE) if "curl " in block.text]
    shell.run("mkdir secrets && printf a-token-that-is-long-enough-for-anyone > secrets/bellwire_http_token")
    shell.run("BELLWIRE_HTTP_TOKEN=$(cat secrets/bellwire_http_token) bellwire intake http > http.log 2>&1 &")
    shell.run("until grep -q Listening http.log; do sleep 0.5; done")
    assert '"accepted":1' in shell.run(push.replace("127.0.0.1:8090", "127.0.0.1:$BELLWIRE_HTTP_PORT"))
