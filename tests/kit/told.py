"""Messages as topics carry them, for tests of those who listen."""

from __future__ import annotations

import json
from typing import Any

from bellwire.subscribe import Message


def message(topic: str, data: Any, key: str = "t1", **headers: str) -> Message:
    return Message(topic, key, headers, json.dumps(data).encode(), 0, 0)


def alert(
    thread: str = "t1", version: int = 1, kind: str = "capture", place: str = "SY/Aleppo", **more: Any
) -> Message:
    event = {"kind": kind, "direction": "escalation", "place": {"path": place}}
    data = {
        "id": f"{thread}-{version:06d}",
        "thread": thread,
        "msg_type": "Alert",
        "status": "Actual",
        "direction": "escalation",
        "event": event,
        **more,
    }
    return message("alerts", data, thread, ce_subject=place, ce_type="bellwire.alert.created")
