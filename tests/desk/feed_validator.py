"""Asks the Feed Validator, in the folder that is given, about the feed on stdin; one line an error."""

from __future__ import annotations

import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, sys.argv[1])

import feedvalidator  # type: ignore[import-not-found]  # noqa: E402
from feedvalidator.logging import Error  # type: ignore[import-not-found]  # noqa: E402

told = feedvalidator.validateString(
    sys.stdin.buffer.read(), firstOccurrenceOnly=0, base="http://desk.example/atom?place=SY"
)
for event in told["loggedEvents"]:
    if isinstance(event, Error):
        print(type(event).__name__, event.params)
