"""Which metrics a PromQL expression names, and which series there are."""

from __future__ import annotations

import re

from bellwire.metrics import PROGRAMS

_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


def named(expression: str) -> set[str]:
    """Metrics of ours, recorded rules and `up` in an expression."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    return set(re.findall(r"\b(?:bellwire[_:][a-z0-9_:]+|process_[a-z_]+|up)\b", bare))


def series_names() -> set[str]:
    """Every series name that a process of ours serves."""
    found = {"process_start_time_seconds", "process_resident_memory_bytes", "process_cpu_seconds_total"}
    for metric in (one for served in PROGRAMS.values() for one in served.notes):
        [family] = metric.describe()
        found |= {f"{family.name}{suffix}" for suffix in _SUFFIXES[family.type]}
    return found
