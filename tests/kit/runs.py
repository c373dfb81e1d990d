"""Runs of wire copy of our own, in the order of their arrival, and what must have been published when each is over.

A run is a TOML file: `[[article]]` with an `id`, `at`, `provider`, `headline` and `body`, and what ninjs has besides;
`[[expect]]` with what holds, `because` of what, in one of four forms:

- `alerts`, a filter, and `count`: so many alert versions fit it ([least, most] where that may vary);
- `together`, ids: some thread was touched by all of these articles;
- `apart`, ids: each touched some thread, no thread was touched by two;
- `latest`, an id, and `is`, a filter: the last version of some thread that this article touched fits.

A filter's keys are paths into an alert; "#" at the end is a list's length, `at` the time of the version and
`event.country` that of the place. A value is alternatives ("strike|attack"), a pattern after "~", bounds, or itself.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from bellwire.reading import Reader
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.rehearsal import Rehearsal
from bellwire.wire import read_copy

_SHORT = {"at": "updated", "event.country": "event.place.country"}


def load_run(path: Path) -> dict[str, Any]:
    """A run, its articles as ninjs, its ids as the uris that they stand for."""
    run = tomllib.loads(path.read_text(encoding="utf-8"))
    run["article"] = [_ninjs(dict(row), path.stem) for row in run["article"]]
    run["expect"] = [_with_uris(row, path.stem) for row in run["expect"]]
    return run


def alerts_of(run: dict[str, Any], reader: Reader) -> list[dict[str, Any]]:
    """Every alert version that comes of the articles, and of the clock until the end, as it is published."""
    rehearsal = Rehearsal(load_watcher(), MemoryLedger())
    made = [
        alert
        for row in run["article"]
        for article in read_copy(json.dumps(row).encode())
        for alert in rehearsal.read(reader.read(article))
    ]
    made += rehearsal.run_on(datetime.fromisoformat(run["until"]))
    return [json.loads(msgspec.json.encode(alert)) for alert in made]


def broken(run: dict[str, Any], alerts: list[dict[str, Any]]) -> list[str]:
    """What was expected and does not hold, each with what there is instead."""
    threads = list(_threads(alerts))
    return [f"{row['because']}: {why}" for row in run["expect"] if (why := _against(row, alerts, threads))]


def _against(row: dict[str, Any], alerts: list[dict[str, Any]], threads: list[tuple[set[str], Any]]) -> str:
    """What speaks against an expectation; empty where it holds."""
    if "alerts" in row:
        least, most = row["count"] if isinstance(row["count"], list) else (row["count"],) * 2
        found = sum(_fits(alert, row["alerts"]) for alert in alerts)
        return "" if least <= found <= most else f"{found} versions fit"
    if "together" in row:
        return "" if any(set(row["together"]) <= uris for uris, _ in threads) else "no thread has all"
    if "apart" in row:
        shared = any(len(uris & set(row["apart"])) > 1 for uris, _ in threads)
        untold = set(row["apart"]) - {uri for uris, _ in threads for uri in uris}
        return "two are in one thread" if shared else f"in none: {sorted(untold)}" if untold else ""
    last = [alert for uris, alert in threads if row["latest"] in uris]
    have = [{path: _at(alert, path) for path in row["is"]} for alert in last]
    return "" if any(_fits(alert, row["is"]) for alert in last) else f"there is {have}"


def _threads(alerts: list[dict[str, Any]]) -> Iterator[tuple[set[str], dict[str, Any]]]:
    """Of each thread the uris that touched it, and its last version."""
    for thread in dict.fromkeys(alert["thread"] for alert in alerts):
        versions = [alert for alert in alerts if alert["thread"] == thread]
        uris = {(alert.get("article") or {}).get("uri") for alert in versions}
        uris |= {one.get("uri") for alert in versions for one in alert.get("evidence") or ()}
        yield uris, versions[-1]


def _fits(alert: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(_is(_at(alert, path), value) for path, value in wanted.items())


def _at(alert: dict[str, Any], path: str) -> Any:
    value: Any = alert
    for key in _SHORT.get(path, path).rstrip("#").split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return len(value or ()) if path.endswith("#") else value


def _is(have: Any, wanted: Any) -> bool:
    if isinstance(have, list):
        return any(_is(one, wanted) for one in have)
    if have is None:
        return False
    if isinstance(wanted, dict):
        return bool(wanted.get("min", have) <= have <= wanted.get("max", have))
    if isinstance(wanted, str) and wanted.startswith("~"):
        return re.search(wanted[1:], str(have), re.IGNORECASE) is not None
    return str(have) in wanted.split("|") if isinstance(wanted, str) else bool(have == wanted)


def _ninjs(row: dict[str, Any], name: str) -> dict[str, Any]:
    fixed = {"type": "text", "language": "en", "pubstatus": "usable", "urgency": 3, "version": "1"}
    own = {"uri": _uri(row.pop("id"), name), "versioncreated": row.pop("at"), "body_text": row.pop("body", "").strip()}
    return fixed | own | row


def _with_uris(row: dict[str, Any], name: str) -> dict[str, Any]:
    row = {
        key: [_uri(one, name) for one in value] if key in ("together", "apart") else value for key, value in row.items()
    }
    if "latest" in row:
        row["latest"] = _uri(row["latest"], name)
    if "article.uri" in row.get("alerts", {}):
        ids = row["alerts"]["article.uri"].split("|")
        row["alerts"]["article.uri"] = "|".join(_uri(one, name) for one in ids)
    return row


def _uri(one: str, name: str) -> str:
    return f"urn:run:{name}:{one}"
