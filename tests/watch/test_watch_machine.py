"""Whatever comes in whatever order, the rules of conduct hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from readings_by_hand import ALEPPO, ARMY, IDLIB, MOSUL, NOON, REBELS, SYRIA, Wire, event, on, reading, says, shingles

from bellwire.reading.reading import Event, Grade, Reading
from bellwire.watch.alert import Alert, MsgType
from bellwire.watch.reasons import Reason

URIS = st.sampled_from([f"urn:{letter}" for letter in "abcdef"])
VERSIONS = st.sampled_from(["1", "2", "3", "10", ""])
PROVIDERS = st.sampled_from(["Reuters", "AFP", "Associated Press", "The Straits Times"])
SPEAKERS = st.lists(
    st.builds(
        says,
        st.sampled_from(["army", "rebels", "a witness"]),
        st.sampled_from(list(Grade)),
        denies=st.booleans(),
    ),
    max_size=2,
).map(tuple)


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(
        st.sampled_from(["strike", "capture", "truce", "threat", "withdrawal", "casualties", "talks", "accusation"])
    )
    status = draw(st.sampled_from(["happened", "claimed", "planned", "proposed", "threatened", "denied", "past"]))
    hour = draw(st.sampled_from([None, "13:00", "18:30"]))
    return event(
        kind,
        status,
        draw(st.sampled_from([ALEPPO, IDLIB, MOSUL, SYRIA, None])),
        when=draw(st.sampled_from([None, on("2016-12-04", hour), on("2016-12-05", hour)])),
        actor=draw(st.sampled_from([None, ARMY, REBELS])),
        attribution=draw(SPEAKERS),
        counts=draw(st.sampled_from([{}, {"killed": (3, 3)}, {"killed": (40, 50)}])),
        duration=draw(st.sampled_from([None, "PT6H", "P7D"])),
        alertable=draw(st.booleans()),
    )


class AnyWire(RuleBasedStateMachine):
    """A wire on which anything may happen."""

    def __init__(self) -> None:
        super().__init__()
        self.wire = Wire()
        self.now = NOON
        self.steps: list[Reading | datetime] = []

    def take(self, step: Reading | datetime) -> None:
        self.steps.append(step)
        play(self.wire, step)

    @rule(
        uri=URIS,
        version=VERSIONS,
        told=st.lists(events(), max_size=3),
        provider=PROVIDERS,
        byline=st.sampled_from(["", "REUTERS"]),
        text=st.sampled_from(["", "one two three four five six seven eight nine ten eleven twelve"]),
        label=st.sampled_from(["", "CORRECTED-", "EXERCISE EXERCISE - "]),
        minutes=st.integers(min_value=0, max_value=600),
        age=st.sampled_from([0, 0, 0, 30, 60 * 24 * 3, -90]),
    )
    def report(
        self,
        uri: str,
        version: str,
        told: list[Event],
        provider: str,
        byline: str,
        text: str,
        label: str,
        minutes: int,
        age: int,
    ) -> None:
        self.now += timedelta(minutes=minutes)
        self.take(
            reading(
                uri,
                *told,
                at=self.now,
                version=version,
                provider=provider,
                byline=byline,
                shingles=shingles(text),
                headline=f"{label}Headline of {uri}",
                version_time=self.now - timedelta(minutes=age),
            )
        )

    @rule(uri=URIS, version=VERSIONS, provider=PROVIDERS)
    def kill(self, uri: str, version: str, provider: str) -> None:
        self.take(reading(uri, at=self.now, version=version, provider=provider, outcome="canceled"))

    @rule(uri=URIS, provider=PROVIDERS)
    def kill_notice(self, uri: str, provider: str) -> None:
        self.take(reading("urn:notice", at=self.now, headline=f'KILL: "Headline of {uri}"', provider=provider))

    @rule(uri=URIS, told=events(), minutes=st.integers(min_value=1, max_value=300))
    def embargo(self, uri: str, told: Event, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        self.take(reading(uri, told, at=self.now, version="5", outcome="embargoed", embargoed=until))

    @rule(hours=st.integers(min_value=1, max_value=60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.take(self.now)

    @invariant()
    def one_alert_a_thread_and_versions_rise_by_one(self) -> None:
        for alerts in threads(self.wire.alerts).values():
            assert [alert.version for alert in alerts] == list(range(1, len(alerts) + 1))
            assert alerts[0].msg_type is MsgType.ALERT
            assert all(alert.msg_type is not MsgType.ALERT for alert in alerts[1:])

    @invariant()
    def every_id_appears_once(self) -> None:
        ids = [alert.id for alert in self.wire.alerts]
        assert len(ids) == len(set(ids))

    @invariant()
    def a_cancel_is_last_or_followed_by_an_update_of_a_new_source(self) -> None:
        for alerts in threads(self.wire.alerts).values():
            for cancel, after in pairwise(alerts):
                if cancel.msg_type is MsgType.CANCEL:
                    assert after.msg_type is MsgType.UPDATE
                    assert after.article is not None
                    assert cancel.article is not None
                    assert after.article.uri != cancel.article.uri
                    assert after.corroboration.independent_sources

    @invariant()
    def every_alert_keeps_to_its_form(self) -> None:
        for alert in self.wire.alerts[-3:]:
            assert 0 < len(alert.headline) <= 100
            assert 0 <= alert.score.value <= 100
            assert alert.reason in set(Reason)
            assert alert.event.status != "past"
            assert (alert.changed is None) == (alert.msg_type is MsgType.ALERT)

    def teardown(self) -> None:
        again = Wire()
        for step in self.steps:
            play(again, step)
        assert msgspec.json.encode(again.alerts) == msgspec.json.encode(self.wire.alerts)
        assert msgspec.json.encode(list(again.ledger.threads.values())) == msgspec.json.encode(
            list(self.wire.ledger.threads.values())
        )


def play(wire: Wire, step: Reading | datetime) -> None:
    if isinstance(step, datetime):
        wire.wait(step)
    else:
        wire.send(step)


def threads(alerts: list[Alert]) -> dict[str, list[Alert]]:
    found: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        found[alert.thread].append(alert)
    return found


TestAnyWire = AnyWire.TestCase
TestAnyWire.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
