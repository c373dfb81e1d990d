"""Apache Kafka with TLS, SCRAM, PLAIN, certificates and ACLs: every part works with its rights, and has no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, TopicAuthorizationFailedError
from kafka.structs import OffsetAndMetadata

from bellwire.broker.admin import Admin
from bellwire.broker.clients import connected
from bellwire.broker.follower import Follower
from bellwire.broker.rights import ROLES, Right
from bellwire.broker.tail import written
from bellwire.broker.topics import COPY, READ_BY_WORKERS, TOPICS, check_topics, ensure_topics
from bellwire.cli.intake import connected as intake_connected
from bellwire.desk.health import broker_view
from bellwire.errors import BadCopy, BellwireError, Unavailable
from bellwire.intake.messages import Message as Sent
from bellwire.ledger import open_ledger
from bellwire.settings import Settings
from bellwire.stream.audit import Auditor
from bellwire.stream.checks import check
from bellwire.stream.dead_letters import dead_letter
from bellwire.stream.message import Message
from bellwire.stream.resend import Wanted, find, resend
from bellwire.subscribe import subscribe
from kit.secured import PASSWORD, Secured, secured_broker
from kit.topics import article
from kit.workers import Worker, settings_for, wait_for

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """A secured broker with the topics, and each role's rights given to a user of its name."""
    with secured_broker(tmp_path_factory.mktemp("secured")) as broker:
        broker.allow("topics", *ROLES["topics"], settings=Settings())
        made = broker.settings("topics", partitions=1)
        assert len(ensure_topics(made.cluster, made)) == len(TOPICS)
        for role, rights in ROLES.items():
            broker.allow(role, *rights, settings=made)
        yield broker


def _producer(settings: Settings) -> KafkaProducer:
    return connected(KafkaProducer, settings.cluster, bootstrap_timeout_ms=20_000)


def _write(settings: Settings, topic: str) -> None:
    producer = _producer(settings)
    try:
        producer.send(settings.topic(topic), b"x", key=b"k").get(timeout=300)
    finally:
        producer.close(timeout=1)


def _read(settings: Settings, topic: str) -> None:
    consumer = connected(KafkaConsumer, settings.cluster, group_id=None, auto_offset_reset="earliest")
    try:
        consumer.assign([TopicPartition(settings.topic(topic), 0)])
        consumer.poll(timeout_ms=10_000)
    finally:
        consumer.close()


def test_the_whole_way_works_with_each_part_under_its_own_name(secured: Secured, tmp_path: Path) -> None:
    worker = secured.settings("worker", partitions=1, **_of_worker(tmp_path))
    intake = secured.settings("intake", partitions=1)
    with Worker(worker, tmp_path).until_up(120) as running:
        with intake_connected(intake) as producer:
            for number, told in enumerate((_json(1, "Fight in Ravno"), b"{broken")):
                producer.send(Sent(f"{number}", b"k", told, ()))
        with Auditor(secured.settings("audit", ledger_url=worker.ledger_url)) as auditor:
            account = wait_for(lambda: found if (found := auditor.account()).balanced and found.articles else None)
        assert (account.articles, account.readings, account.dead_letters) == (2, 1, 1)
        operator = secured.settings("dead-letters", partitions=1)
        assert resend(operator, find(operator, Wanted())).confirmed == 1
        assert running.terminate() == 0, running.words()
    with Worker(worker, tmp_path).until_up(120) as again:  # It counts on from the dead letters that there are.
        assert again.terminate() == 0, again.words()
    assert not any(one.child.says(PASSWORD) for one in (running, again))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in secured.settings("subscriber").model_dump(exclude_unset=True).items():
            patch.setenv(f"BELLWIRE_{name.upper()}", PASSWORD if name == "broker_password" else value)
        headlines = [message.data["headline"] for message in subscribe("alerts", since="beginning", follow=False)]
    assert headlines == ["Fight in Ravno"]


@pytest.mark.parametrize("way", ["certificate", "plain", "scram-sha-256"])
def test_a_worker_comes_in_by_certificate_plain_password_or_the_shorter_scram_too(
    secured: Secured, tmp_path: Path, way: str
) -> None:
    own = {**_of_worker(tmp_path), "topic_prefix": way, "group": way, "partitions": 1}
    admin = secured.settings("admin", **own)
    ensure_topics(admin.cluster, admin)
    secured.allow(way, *ROLES["worker"], settings=admin)
    by_name = secured.settings(way, broker_mechanism=way.upper(), **own) if way != "certificate" else None
    settings = by_name or secured.by_certificate(way, **own)
    with Worker(settings, tmp_path).until_up(120) as running:
        with intake_connected(admin) as producer:
            producer.send(Sent("1", b"k", _json(1, "Fight in Ravno"), ()))
        with Auditor(admin) as auditor:
            account = wait_for(lambda: found if (found := auditor.account()).balanced and found.readings else None)
        assert running.terminate() == 0, running.words()
    assert (account.articles, account.readings) == (1, 1)
    assert not running.child.says(PASSWORD)


@pytest.mark.parametrize(
    ("role", "topic"),
    [
        *(("subscriber", topic) for topic in ("articles", "readings", "alerts", "events.ground", "dead-letters")),
        *(("desk", topic) for topic in ("articles", "alerts")),
        *(("intake", topic) for topic in ("readings", "alerts", "dead-letters")),
        *(("audit", topic) for topic in ("articles", "readings", "alerts", "dead-letters")),
        ("worker", "articles"),
        ("dead-letters", "alerts"),
        ("topics", "alerts"),
    ],
)
def test_who_may_not_write_a_topic_cannot(secured: Secured, role: str, topic: str) -> None:
    with pytest.raises((TopicAuthorizationFailedError, KafkaError), match=r"Authoriz"):
        _write(secured.settings(role), topic)


@pytest.mark.parametrize(("role", "topic"), [("intake", "articles"), ("worker", "alerts"), ("topics", "alerts")])
def test_who_may_write_or_make_a_topic_cannot_read_it(secured: Secured, role: str, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        _read(secured.settings(role), topic)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_topics_that_a_part_has_no_business_with_are_not_even_seen(secured: Secured, role: str) -> None:
    settings = secured.settings(role)
    with Admin(settings.cluster) as admin:
        assert set(admin.topics()) == {settings.topic(right.topic) for right in ROLES[role] if right.topic}


def test_nobody_but_workers_the_desk_and_the_audit_sees_the_group(secured: Secured) -> None:
    with Admin(secured.settings("audit").cluster) as admin:
        admin.committed(Settings().group)
    # Long enough to reach a busy broker, which is then asked again and again until it is over.
    with pytest.raises(Unavailable, match="Authoriz"), Admin(secured.settings("intake").cluster, patience=15) as admin:
        admin.committed(Settings().group)


def test_a_certificate_opens_the_door_to_what_its_name_may(secured: Secured) -> None:
    settings = secured.by_certificate("subscriber")
    _read(settings, "alerts")
    with Admin(settings.cluster) as admin:
        assert settings.topic("articles") not in admin.topics()


def test_without_a_certificate_that_door_stays_shut(secured: Secured) -> None:
    settings = secured.by_certificate("subscriber", broker_cert_file="")
    with pytest.raises(Unavailable, match="BELLWIRE_BROKER_USERNAME"), Admin(settings.cluster, patience=2):
        pass


def test_name_and_password_may_come_plain_within_tls(secured: Secured) -> None:
    secured.allow("plain", *ROLES["desk"], settings=Settings())
    _read(secured.settings("plain", broker_mechanism="PLAIN"), "alerts")


def test_a_wrong_password_is_one_line_that_does_not_show_it(secured: Secured) -> None:
    settings = secured.settings("desk", broker_password="wrong-wrong-wrong")
    with (
        pytest.raises(Unavailable, match=r"_PASSWORD, _CA_FILE .* right\?$") as told,
        Admin(settings.cluster, patience=2),
    ):
        pass
    assert "wrong-wrong-wrong" not in str(told.value)


def test_a_broker_whose_certificate_nobody_knows_is_not_spoken_with(secured: Secured) -> None:
    settings = secured.settings("desk", broker_ca_file="")
    with pytest.raises(Unavailable, match="BELLWIRE_BROKER_USERNAME"), Admin(settings.cluster, patience=2):
        pass


def _desk(settings: Settings) -> None:
    """Alerts come, and the health page can tell of the broker."""
    _follow(settings, "alerts")
    view = broker_view(settings)
    assert not view.wrong and view.workers is not None


def _audit(settings: Settings) -> None:
    with Auditor(settings) as auditor:
        auditor.account()


def _bury(settings: Settings) -> None:
    """A dead letter of an article, and one of a reading, which their topics hold."""
    producer = _producer(settings)
    try:
        for topic in READ_BY_WORKERS:
            producer.send(settings.topic(topic), b"x", key=b"k").get(timeout=300)
            message = Message(settings.topic(topic), 0, 0, 0, b"k", b"x")
            letter = dead_letter(message, BadCopy("x"), attempts=1, version="9")
            producer.send(settings.topic("dead-letters"), b"x", headers=list(letter.headers)).get(timeout=300)
    finally:
        producer.close()


def _resend_all(settings: Settings) -> None:
    letters = find(settings, Wanted())
    assert letters and not resend(settings, letters).undelivered


def _follow(settings: Settings, *topics: str) -> None:
    for topic in topics:
        with closing(Follower(settings.cluster, settings.topic(topic))) as follower:
            list(follower.new())


def _carry(settings: Settings) -> None:
    """What a worker asks of the broker, without the rest of it."""
    check(settings)
    for topic in [right.topic for right in ROLES["worker"] if "WRITE" in right.operations]:
        _write(settings, topic)
    _follow(settings, *READ_BY_WORKERS)
    for topic in ("readings", "dead-letters"):
        written(settings.cluster, settings.topic(topic), 1)
    place = TopicPartition(settings.topic("articles"), 0)
    with closing(connected(KafkaConsumer, settings.cluster, group_id=settings.group)) as consumer:
        consumer.assign([place])
        consumer.commit({place: OffsetAndMetadata(0, "", -1)})


def _make(settings: Settings) -> None:
    ensure_topics(settings.cluster, settings)
    assert check_topics(settings.cluster, settings) == []


_WORK = {
    "intake": lambda settings: [_write(settings, topic) for topic in COPY],
    "worker": _carry,
    "subscriber": lambda settings: _follow(settings, *(right.topic for right in ROLES["subscriber"])),
    "topics": _make,
    "desk": _desk,
    "audit": _audit,
    "dead-letters": _resend_all,
}


def _unlike(role: str) -> list[Right]:
    """A role's rights, of those that are alike but for the topic's name one."""
    some = {right.topic.partition(".")[0]: right for right in ROLES[role]}
    return list(some.values())[:1] if role == "topics" else list(some.values())


#: Each right of a role's, left out in turn.
_LEFT_OUT = [(role, right, operation) for role in _WORK for right in _unlike(role) for operation in right.operations]


def _with_rights(secured: Secured, folder: Path, role: str, name: str, rights: Iterable[Right]) -> Settings:
    """Settings of a user of this name who has these rights and no others, on topics for what this role does."""
    prefix = name if role == "topics" else "rights"
    own = {
        "topic_prefix": prefix,
        "group": prefix,
        "partitions": 1,
        "ledger_url": f"sqlite:///{folder / 'ledger.db'}",
    }
    admin = secured.settings("admin", **own)
    if role != "topics":
        ensure_topics(admin.cluster, admin)
    if role == "dead-letters":
        _bury(admin)
    if role == "worker":  # Who may not read an empty topic is not told so.
        for topic in COPY:
            _write(admin, topic)
    open_ledger(admin.ledger_url).close()
    settings = secured.by_certificate(name, **own)
    secured.allow(name, *rights, settings=settings)
    return settings


@pytest.mark.parametrize("role", _WORK)
def test_its_rights_are_enough_for_a_part(secured: Secured, tmp_path: Path, role: str) -> None:
    _WORK[role](_with_rights(secured, tmp_path, role, f"{role}-whole", ROLES[role]))


@pytest.mark.parametrize(("role", "right", "operation"), _LEFT_OUT)
def test_no_right_is_one_too_many(secured: Secured, tmp_path: Path, role: str, right: Right, operation: str) -> None:
    left = Right(tuple(one for one in right.operations if one != operation), right.topic)
    rest = (*(one for one in ROLES[role] if one != right), left)
    name = re.sub(r"\W|_", "-", f"{role}-without-{operation}-{right.topic}".lower())
    settings = _with_rights(secured, tmp_path, role, name, rest)
    with pytest.raises((BellwireError, KafkaError, AssertionError)):
        _WORK[role](settings)


def test_a_worker_that_may_not_write_a_topic_stops_and_names_it(secured: Secured, tmp_path: Path) -> None:
    own = {**_of_worker(tmp_path), "topic_prefix": "mute", "group": "mute", "partitions": 1}
    admin = secured.settings("admin", **own)
    ensure_topics(admin.cluster, admin)
    rights = [right for right in ROLES["worker"] if right.topic != "alerts"]
    secured.allow("mute", *rights, Right(("READ", "DESCRIBE_CONFIGS"), "alerts"), settings=admin)
    with Worker(secured.by_certificate("mute", **own), tmp_path).until_up(120) as running:
        with intake_connected(admin) as producer:
            producer.send(Sent("1", b"k", _json(1, "Fight in Ravno"), ()))
        wait_for(lambda: running.child.ended is not None)
    assert "does not let us write mute.alerts.v1" in running.words()


def _of_worker(folder: Path) -> dict[str, object]:
    chosen = settings_for("", folder).model_dump(exclude_unset=True)
    chosen.pop("brokers")
    return chosen


def _json(number: int, headline: str) -> bytes:
    return json.dumps(article(number, headline)).encode()
