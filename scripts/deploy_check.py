#!/usr/bin/env python3
"""Builds deploy/Dockerfile for real and runs what docker-compose.yml would, without a Docker engine.

A base by debootstrap in the place of the Dockerfile's, the image by buildah in chroot isolation; Apache Kafka from
Maven's jars with the compose file's settings; Debian's PostgreSQL, Prometheus and Alertmanager with its command lines;
init, worker, desk and intake from the image; one article pushed, its alert on the desk; nothing written into the
image's own files. As root on Debian. It keeps base and jars in .cache; `--keep-image` takes the image that is there.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from deploy_image import BUILDAH, build, image_container, out, run, say

from bellwire.processes import Child, free_port

ROOT = Path(__file__).resolve().parents[1]
#: The desk listens for other machines, so it asks for one.
DESK_TOKEN = "bw_check_" + "0" * 32
NEEDED = ("buildah", "debootstrap", "java", "mvn", "prometheus", "alertmanager", "docker-compose")

#: Seconds that each part may take to be ready, and the article to ring.
PATIENCE = 300.0


def main() -> int:
    """0 when all of it works."""
    if missing := [name for name in NEEDED if not _program(name)]:
        print("deploy_check: missing:", ", ".join(missing), "(apt-get install them)", file=sys.stderr)
        return 1
    compose = yaml.safe_load(out("docker-compose", "--file", str(ROOT / "docker-compose.yml"), "config"))["services"]
    say("compose", f"sound: {', '.join(compose)}")
    if "--keep-image" not in sys.argv:
        build()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-deploy-")))
        folder.chmod(0o755)
        System(stack, folder, compose).run()
    say("all", "works")
    return 0


class System:
    """All parts, each started when those that it needs are there."""

    def __init__(self, stack: ExitStack, folder: Path, compose: dict[str, Any]) -> None:
        self._stack, self._folder, self._compose = stack, folder, compose
        self._kafka = free_port("127.0.0.1")
        self._desk, self._push = (free_port("127.0.0.1") for _ in range(2))
        self._metrics = {f"worker {number}": free_port("127.0.0.1") for number in (1, 2)}
        self._container = image_container()
        stack.callback(run, "buildah", "rm", self._container)

    def run(self) -> None:
        bill = json.loads(out("buildah", "run", "--", self._container, "cat", "/opt/bellwire/sbom.cdx.json"))
        say("bill of materials", f"{len(bill['components'])} components")
        self._start_kafka()
        ledger = self._start_postgres()
        self._start_watchers()
        secrets = self._folder / "secrets"
        secrets.mkdir()
        (secrets / "bellwire_ledger_url").write_text(ledger)
        (secrets / "bellwire_http_token").write_text("a-token-of-the-check")
        (secrets / "bellwire_desk_admin_token").write_text(DESK_TOKEN)
        marker = self._folder / "began"
        marker.touch()
        init = self._bellwire("init")
        self._await("init", lambda: init.ended == 0, init)
        spool = self._folder / "spool"
        spool.mkdir()
        spool.chmod(0o777)
        workers = {name: self._bellwire("worker", name) for name in self._metrics}
        desk, intake, dropped = (self._bellwire(name) for name in ("desk", "intake-http", "intake-directory"))
        for name, worker in workers.items():
            self._await(name, lambda worker=worker: worker.says("worker is ready"), worker)  # type: ignore[misc]
        self._await("desk", lambda: self._answers(f"http://127.0.0.1:{self._desk}/healthz"), desk)
        self._await("intake", lambda: self._answers(f"http://127.0.0.1:{self._push}/healthz"), intake)
        say("push", self._push_one())
        self._await("alert", lambda: self._alerts() == 1, workers["worker 1"])
        (spool / "item.json").write_bytes(_article("urn:bellwire-check:2", "Idlib", "Ebla"))
        self._await("alert", lambda: self._alerts() == 2, dropped)
        for port in self._metrics.values():
            run("buildah", "run", "--", self._container, "healthy", f"http://127.0.0.1:{port}/metrics")
        self._stop_in_order({**workers, "desk": desk, "intake": intake, "drop folder": dropped})
        self._nothing_written_since(marker)

    def _start_kafka(self) -> None:
        """The compose file's settings as a properties file, as the image's own start script makes it."""
        jars = ROOT / ".cache" / "local-kafka" / "jars"
        if not jars.is_dir():
            script = ROOT / "deploy" / "local-kafka" / "kafka"
            data = self._folder / "jars-only"
            run(str(script), "start", "--data", str(data))
            run(str(script), "stop", "--data", str(data))
        given = self._compose["kafka"]["environment"]
        controller = free_port("127.0.0.1")
        text = ""
        for name, value in given.items():
            if name.startswith("KAFKA_") and not name.endswith("_OPTS"):
                here = str(value).replace("kafka:", "127.0.0.1:").replace(":9092", f":{self._kafka}")
                here = here.replace(":9093", f":{controller}").replace("/var/lib/kafka", str(self._folder / "kafka"))
                text += f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={here}\n"
        properties = self._folder / "server.properties"
        properties.write_text(text)
        java = ("java", "-cp", f"{jars}/*")
        run(*java, "kafka.tools.StorageTool", "format", "-t", given["CLUSTER_ID"], "-c", str(properties))
        options = given["KAFKA_HEAP_OPTS"].split()
        child = self._child("kafka", [java[0], *options, *java[1:], "kafka.Kafka", str(properties)])
        self._await("kafka", lambda: _listens(self._kafka), child)

    def _start_postgres(self) -> str:
        """A cluster of its own, with the compose file's options; returns the ledger's URL."""
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        data, port = self._folder / "postgres", free_port("127.0.0.1")
        data.mkdir()
        shutil.chown(data, "postgres")
        as_postgres = ("runuser", "-u", "postgres", "--")
        run(*as_postgres, str(programs / "initdb"), "--auth=trust", "--username=bellwire", "-D", str(data))
        options = self._compose["postgres"]["command"][1:]
        where = ["-D", str(data), "-p", str(port), "-k", str(data), "-h", "127.0.0.1"]
        child = self._child("postgres", [*as_postgres, str(programs / "postgres"), *where, *options])
        self._await("postgres", lambda: child.says("ready to accept connections"), child)
        url = f"postgresql+psycopg://bellwire@127.0.0.1:{port}/postgres"
        return url

    def _start_watchers(self) -> None:
        """Prometheus and Alertmanager with the compose file's command lines, on this machine's paths."""
        for name, program, ready in (
            ("prometheus", "prometheus", "ready to receive web requests"),
            ("alertmanager", "alertmanager", "Listening on"),
        ):
            folder = ROOT / "deploy" / name
            here = {f"/etc/{name}": str(folder), f"={'/' + name}": f"={self._folder / name}"}
            line = list(self._compose[name]["command"])
            for old, new in here.items():
                line = [part.replace(old, new) for part in line]
            line.append(f"--web.listen-address=127.0.0.1:{free_port('127.0.0.1')}")
            if name == "alertmanager":
                line.append("--cluster.listen-address=")
            child = self._child(name, [_program(program), *line])
            self._await(name, lambda child=child, ready=ready: child.says(ready), child)  # type: ignore[misc]

    def _bellwire(self, service: str, name: str = "") -> Child:
        """A service of ours, from the image, with its own command line and settings, and this machine's addresses."""
        given = {name: str(value) for name, value in self._compose[service]["environment"].items()}
        here = {
            "BELLWIRE_BROKERS": f"127.0.0.1:{self._kafka}",
            "BELLWIRE_DESK_PORT": str(self._desk),
            "BELLWIRE_HTTP_PORT": str(self._push),
            "BELLWIRE_METRICS_PORT": str(self._metrics.get(name, 0)),
        }
        settings = [f"--env={name}={value}" for name, value in (given | here).items()]
        feeds = ROOT / "deploy" / "compose" / "feeds.toml"
        mounts = [f"{self._secrets_of(service)}:/run/secrets:ro", f"{feeds}:/etc/bellwire/feeds.toml:ro"]
        if service == "intake-directory":
            mounts.append(f"{self._folder / 'spool'}:/spool")
        line = ["buildah", "run", *settings, *(f"--volume={one}" for one in mounts), "--", self._container, "bellwire"]
        return self._child(name or service, [*line, *self._compose[service]["command"]], BUILDAH)

    def _secrets_of(self, service: str) -> Path:
        """A folder with those of the secrets that the compose file gives this service."""
        folder = self._folder / f"secrets-{service}"
        folder.mkdir(exist_ok=True)
        for secret in self._compose[service].get("secrets", []):
            if (kept := self._folder / "secrets" / secret["source"]).is_file():
                shutil.copy(kept, folder)
        return folder

    def _push_one(self) -> str:
        headers = {"Authorization": "Bearer a-token-of-the-check", "Content-Type": "application/json"}
        data = _article("urn:bellwire-check:1", "Aleppo", "Kuweires")
        asked = urllib.request.Request(f"http://127.0.0.1:{self._push}/v1/articles", data, headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return f"{answer.status} {answer.read(200).decode()}"

    def _alerts(self) -> int:
        """How many the desk shows; says which."""
        shown = {"Authorization": f"Bearer {DESK_TOKEN}"}
        asked = urllib.request.Request(f"http://127.0.0.1:{self._desk}/api/v1/alerts", headers=shown)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            alerts = json.load(answer)["alerts"]
        for alert in alerts:
            say("alert", f"{alert['priority']} {alert['headline']}")
        return len(alerts)

    def _stop_in_order(self, parts: dict[str, Child]) -> None:
        """SIGTERM to the program in the container, as an engine would send it; each must end with 0."""
        for name, part in parts.items():
            os.kill(_named(part.pid, "bellwire"), signal.SIGTERM)
            self._await(f"{name} stopped", lambda part=part: part.ended == 0, None)  # type: ignore[misc]

    def _nothing_written_since(self, marker: Path) -> None:
        root = Path(out("buildah", "mount", self._container).strip())
        places = [str(root / name) for name in ("opt", "usr", "etc/bellwire", "var")]
        mounted = ("!", "-path", "*/etc/bellwire/feeds.toml")  # buildah makes a place to mount it on
        written = out("find", *places, "-type", "f", "-newer", str(marker), *mounted).split()
        if written:
            raise SystemExit(f"deploy_check: written into the image's files: {written[:5]}")
        say("files", "nothing written into the image's own")

    def _child(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> Child:
        child = Child(name, command, self._folder / f"{name}.log", environment)
        self._stack.callback(_end, child)
        return child

    def _await(self, what: str, holds: Any, child: Child | None) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if holds():
                    break
            except OSError:
                pass
            if time.monotonic() > deadline or (child is not None and child.ended):
                words = "\n".join(child.last_lines(30)) if child else ""
                raise SystemExit(f"deploy_check: {what}: not within {PATIENCE:.0f} s\n{words}")
            time.sleep(0.5)
        say(what, "ready")

    @staticmethod
    def _answers(url: str) -> bool:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)


def _article(uri: str, town: str, airport: str) -> bytes:
    """An item of this minute that rings."""
    article = {
        "uri": uri,
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "urgency": 2,
        "language": "en",
        "versioncreated": datetime.now(UTC).isoformat(timespec="seconds"),
        "headline": f"Army captures {airport} airport near {town} - state TV",
        "body_text": f"{town.upper()}, Syria (Reuters) - The Syrian army captured the {airport} airport near {town} on "
        f"{datetime.now(UTC):%A} after days of heavy fighting with rebels, state television said.",
    }
    return json.dumps(article).encode()


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(f"prometheus-{name}")


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    layer = [pid]
    while layer:
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", ",".join(map(str, layer))], capture_output=True, text=True, check=False
        )
        layer = [int(word) for word in listed.stdout.split()]
        found += layer
    return found


def _end(child: Child) -> None:
    """End it with all that it started, which buildah would leave behind."""
    below = _descendants(child.pid)
    child.stop()
    for pid in below:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _named(pid: int, name: str) -> int:
    """The process below whose Python program is of this name: neither buildah, which names it too, nor its pool."""
    for one in _descendants(pid):
        words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
        if b"python" in words[0] and len(words) > 1 and words[1].endswith(f"/{name}".encode()):
            return one
    raise SystemExit(f"deploy_check: no {name} runs any more")


if __name__ == "__main__":
    sys.exit(main())
