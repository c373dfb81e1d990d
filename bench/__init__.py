"""What README's figures of speed come from: one file a bench, each of the same form.

    python -m bench                  all of them, a table, and bench/results.json
    python -m bench reading length   these alone; their rows take the place of the old ones
    python -m bench --quick          the same in less than a minute: that all runs, not how fast

A bench is a module with `rows(how)`, which yields a `Row` for each figure as soon as it is measured. Both sides of a
comparison run in turn, in one run of the bench, so that a machine that slows down slows both; the first turn warms up.
gold.py, ablate.py and mechanisms.py measure how good readings are, and have commands of their own.
"""

from bellwire.processes import multiply_in_one_thread

#: Every bench, in the order of the table.
BENCHES = (
    "reading",
    "exhaustive",
    "article",
    "length",
    "stream",
    "latency",
    "load",
    "growth",
    "volume",
    "writes",
    "footprint",
    "start",
    "listeners",
    "subscriptions",
    "intake",
)

multiply_in_one_thread()  # As Bellwire does: both sides of a comparison on one core.
