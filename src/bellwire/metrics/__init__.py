"""Every metric, once: declared here with its meaning, its unit and what to do, used everywhere else.

worker, desk   what each of them counts and serves     served   how a metric is declared, and told to Prometheus

A program serves its own metrics alone: a nought of the other's would be taken for a measurement.
Base units; `_total` on counters (prometheus-client adds it).
No label may grow without bound: labels take values of enums, kinds, priorities, countries and configured feeds only.
"""

from bellwire.metrics import desk, worker
from bellwire.metrics.served import Note, Served

#: By the program that serves them.
PROGRAMS = {"worker": worker.SERVED, "desk": desk.SERVED}

__all__ = ["PROGRAMS", "Note", "Served"]
