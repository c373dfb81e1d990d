"""Work that must come to its end, with no measure of how quick the machine is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: What is tried takes a second or two; in quadratic time it would take many minutes.
_ENDLESS = 60.0


@contextmanager
def soon() -> Iterator[None]:
    """Asserts that what is done within took less than a minute of this process's own time: it is not quadratic, nor
    endless. How long it does take is the business of bench/."""
    began = time.process_time()
    yield
    assert time.process_time() - began < _ENDLESS
