"""A kill reaches everyone who got any version: a Cancel passes a filter that an earlier version of its thread passed.

A Cancel says little of what it takes back: no evidence, no sources, no dispute. So the versions before it are
asked.
"""

from __future__ import annotations

from collections import OrderedDict

import structlog

from bellwire.delivery.matchers import Matcher
from bellwire.desk.lists import Wanted, concerns, is_wanted
from bellwire.desk.live import Passed
from bellwire.errors import Unavailable
from bellwire.ledger import Ledger
from bellwire.watch.alert import Alert, MsgType

#: Decisions that are kept: one for each Cancel and filter, however many listen with it.
_KEPT = 5000

_log = structlog.get_logger(__name__)


def before(ledger: Ledger, alert: Alert) -> tuple[Alert, ...] | None:
    """The versions that a Cancel takes back, none for what is no Cancel. None where nobody knows: the ledger does not
    answer, and too many are told rather than too few."""
    if alert.msg_type is not MsgType.CANCEL:
        return ()
    try:
        return tuple(one for one in ledger.alerts_of(alert.thread) if one.version < alert.version)
    except Unavailable as error:
        _log.warning("a Cancel goes to every listener: the ledger does not tell whom it concerns", error=str(error))
        return None


class Concerned:
    """Whether what passed concerns a filter. Asked in the event loop, and on the thread of heavy filters."""

    def __init__(self) -> None:
        self._decided: OrderedDict[tuple[str, tuple[Matcher, ...], bool], bool] = OrderedDict()

    def by(self, passed: Passed, wanted: Wanted) -> bool:
        """As a list with this filter shows it."""
        if passed.alert.msg_type is not MsgType.CANCEL:
            return is_wanted(passed.alert, wanted)
        key = (passed.alert.id, wanted.filter.matchers, wanted.exercises)
        if key not in self._decided:
            self._decided[key] = _concerns(passed, wanted)
            if len(self._decided) > _KEPT:
                self._decided.popitem(last=False)
        return self._decided[key]


def _concerns(passed: Passed, wanted: Wanted) -> bool:
    if passed.before is None:
        return wanted.exercises or passed.alert.status == "Actual"
    return concerns(passed.alert, passed.before, wanted)
