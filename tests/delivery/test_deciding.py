"""Whether an alert version goes to a subscription, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bellwire.delivery.decide import MEANING, Decision, Why, decide
from bellwire.delivery.filters import read_query
from bellwire.delivery.matchers import read_matchers
from bellwire.delivery.rehearsal import Rehearsal, Run
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.timing import Digest, Quiet
from bellwire.watch.alert import Alert, MsgType, Priority
from kit.alerts import NOON, alert

NOW = datetime(2016, 12, 4, 23, 10, tzinfo=UTC)
SYRIA = Subscription("syria", matchers=read_matchers('place="SY"'), least=Priority.URGENT)
NIGHT = replace(SYRIA, digest=Digest(every=timedelta(hours=1)), quiet=Quiet(time(22), time(6)))


def decided(subscription: Subscription, one: Alert, *, told: bool = False) -> Decision:
    return decide(subscription, one, told=told, now=NOW)


def test_what_fits_is_sent_at_once() -> None:
    assert decided(SYRIA, alert("t1")) == Decision(Why.MATCHES, NOW)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"priority": Priority.ROUTINE}, Why.TOO_LOW),
        ({"status": "Exercise"}, Why.EXERCISE),
        ({"msg_type": MsgType.CANCEL}, Why.NEVER_TOLD),
    ],
)
def test_what_is_not_sent(other: dict[str, Any], why: Why) -> None:
    assert decided(SYRIA, alert("t1", **other)) == Decision(why)


def test_what_does_not_fit_is_not_sent() -> None:
    assert decided(replace(SYRIA, matchers=read_matchers('place="UA"')), alert("t1")) == Decision(Why.UNMATCHED)


def test_whoever_was_told_gets_what_follows_whatever_it_is_like() -> None:
    quiet = alert("t1", 2, priority=Priority.ROUTINE, status="Exercise")
    assert decided(replace(SYRIA, matchers=read_matchers('place="UA"')), quiet, told=True).why is Why.FOLLOWS


def test_a_digest_waits_for_the_end_of_quiet_hours() -> None:
    assert decided(NIGHT, alert("t1")) == Decision(Why.MATCHES, datetime(2016, 12, 5, 6, tzinfo=UTC), batched=True)


def test_a_flash_passes_digest_and_quiet_hours() -> None:
    assert decided(NIGHT, alert("t1", priority=Priority.FLASH)) == Decision(Why.MATCHES, NOW)


def test_what_else_passes_can_be_said() -> None:
    loud = replace(NIGHT, passes=Priority.BULLETIN)
    assert not decided(loud, alert("t1", priority=Priority.BULLETIN)).batched
    assert decided(loud, alert("t1")).batched


def test_a_cancel_passes_threshold_digest_and_quiet_hours() -> None:
    cancel = alert("t1", 2, msg_type=MsgType.CANCEL, priority=Priority.ROUTINE)
    assert decided(NIGHT, cancel, told=True) == Decision(Why.TAKES_BACK, NOW)


SILENT = [read_query("kind=capture")]


def test_what_is_silenced_is_sent_all_the_same_unless_the_subscription_heeds_silences() -> None:
    heeding, one = replace(SYRIA, silences=True), alert("t1")
    assert decide(SYRIA, one, told=False, now=NOW, silences=SILENT).why is Why.MATCHES
    assert decide(heeding, one, told=False, now=NOW, silences=SILENT) == Decision(Why.SILENCED)
    assert decide(heeding, alert("t1", 2), told=True, now=NOW, silences=SILENT).why is Why.SILENCED
    assert decide(heeding, one, told=False, now=NOW, silences=[read_query("kind=strike")]).why is Why.MATCHES


def test_a_silence_never_holds_back_a_cancel_of_what_was_sent() -> None:
    kill = alert("t1", 3, msg_type=MsgType.CANCEL)
    told = decide(replace(NIGHT, silences=True), kill, told=True, now=NOW, silences=SILENT)
    assert told == Decision(Why.TAKES_BACK, NOW)


def test_every_reason_has_a_meaning() -> None:
    assert set(MEANING) == set(Why)


def test_a_rehearsal_remembers_who_was_told() -> None:
    rehearsal = Rehearsal([SYRIA, replace(SYRIA, name="ukraine", matchers=read_matchers('place="UA"'))])
    run = [alert("t1"), alert("t1", 2, priority=Priority.ROUTINE), alert("t1", 3, msg_type=MsgType.CANCEL)]
    verdicts = [verdict.decision.why for one in run for verdict in rehearsal.decide(one)]
    assert verdicts[::2] == [Why.MATCHES, Why.FOLLOWS, Why.TAKES_BACK]
    assert verdicts[1::2] == [Why.UNMATCHED, Why.TOO_LOW, Why.NEVER_TOLD]


def test_a_run_is_sent_as_the_sender_would_send_it() -> None:
    """Digests gather, a later version takes the place of an earlier one, a Cancel withdraws what never went."""
    later = [NOON + timedelta(minutes=minutes) for minutes in range(4)]
    run = Run([Subscription("desk", digest=Digest(every=timedelta(hours=6)))])
    told = [
        alert("t1", updated=later[0]),
        alert("t2", updated=later[1]),
        alert("t1", 2, msg_type=MsgType.UPDATE, updated=later[2]),
        alert("t2", 2, msg_type=MsgType.CANCEL, updated=later[3]),
    ]
    fates = [fate for one in told for fate in run.take(one)] + list(run.finish())
    assert [(fate.verdict.alert.id, fate.state, fate.at) for fate in fates] == [
        ("t2-000001", "withdrawn", later[3]),
        ("t2-000002", "unneeded", later[3]),
        ("t1-000001", "superseded", NOON + timedelta(hours=6)),
        ("t1-000002", "sent", NOON + timedelta(hours=6)),
    ]
