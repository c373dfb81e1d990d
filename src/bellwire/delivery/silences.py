"""What silences hide, from the page and from subscriptions that heed them: never a Cancel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog

from bellwire.delivery.filters import BadFilter, Filter, read_query
from bellwire.ledger import Silence
from bellwire.watch.alert import Alert, MsgType

_log = structlog.get_logger(__name__)


def hiding(silences: Iterable[Silence]) -> tuple[tuple[Silence, Filter], ...]:
    """Silences with what they hide; one whose filter is none any more hides nothing."""
    found = []
    for silence in silences:
        try:
            found.append((silence, read_query(silence.filter)))
        except BadFilter as error:
            _log.warning("a silence hides nothing", silence=silence.id, error=str(error))
    return tuple(found)


def is_silenced(alert: Alert, silences: Sequence[Filter]) -> bool:
    """Whether any of these hides it; what takes back is never hidden."""
    return alert.msg_type is not MsgType.CANCEL and any(silence.matches(alert) for silence in silences)
