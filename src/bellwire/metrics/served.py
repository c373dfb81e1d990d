"""What one program counts: each metric with its note, and how Prometheus is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics import MetricWrapperBase

disable_created_metrics()  # type: ignore[no-untyped-call]

#: Seconds; from a warm short article to the limit of patience.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

M = TypeVar("M", bound=MetricWrapperBase)


@dataclass(frozen=True, slots=True)
class Note:
    """What docs/metrics.md says of a metric beside its meaning: the unit, and what to do with it."""

    unit: str
    do: str


class Served:
    """The metrics of one program, beside what the system says of its process.

    `notes`: of every metric, in the order of declaration.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.notes: dict[MetricWrapperBase, Note] = {}

    def counter(self, name: str, meaning: str, *labels: str, unit: str, do: str) -> Counter:
        """What only grows."""
        return self._noted(Counter(name, meaning, labels, registry=self.registry), Note(unit, do))

    def gauge(self, name: str, meaning: str, *labels: str, unit: str, do: str) -> Gauge:
        """What goes up and down."""
        return self._noted(Gauge(name, meaning, labels, registry=self.registry), Note(unit, do))

    def seconds(self, name: str, meaning: str, *, do: str) -> Histogram:
        """How long things take."""
        return self._noted(Histogram(name, meaning, buckets=_SECONDS, registry=self.registry), Note("seconds", do))

    def told(self, accept: str) -> tuple[bytes, str]:
        """All of them as they stand, in the form that the asker reads, and its content type."""
        encode, content_type = choose_encoder(accept)
        return encode(self.registry), content_type

    def _noted(self, metric: M, note: Note) -> M:
        self.notes[metric] = note
        return metric
