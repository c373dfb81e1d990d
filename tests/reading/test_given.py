"""What a sentence takes for granted: that is neither denied nor brought about by what it says of it."""

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.wire.article import Article
from kit.readers import full_reader

WHEN = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return full_reader()


def statuses(reader: Reader, body: str, kind: str, headline: str = "") -> set[str]:
    """Of the events of a kind."""
    article = Article(uri="urn:given", version="1", headline=headline, body=body, version_time=WHEN)
    return {event.status.value for event in reader.read(article).events if event.kind == kind}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The raid on the camp did not kill anyone, the army said.", "attack", "happened"),
        ("The strike on Azaz did not hit the hospital, the army said.", "strike", "happened"),
        ("The bombardment of the port has not caused any casualties, officials said.", "strike", "happened"),
        ("The attack killed nobody.", "attack", "happened"),
        ("The 96-hour truce has not seen one reported breach, monitors said.", "truce", "happened"),
        ("The truce has not brought food to the town, residents said.", "truce", "happened"),
        ("There has been no violation of the ceasefire since Monday, the observers said.", "truce", "happened"),
        ("A truce has not taken effect, residents said.", "truce", "denied"),
        ("The truce did not take effect, residents said.", "truce", "denied"),
        ("The truce did not hold for a day.", "truce", "denied"),
        ("No strike hit the hospital, the army said.", "strike", "denied"),
        ("The rebels did not attack the town, residents said.", "attack", "denied"),
    ],
)
def test_what_a_known_thing_did_not_do_leaves_it_as_it_is(reader: Reader, text: str, kind: str, status: str) -> None:
    assert statuses(reader, text, kind) == {status}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A forged communique about a Moroccan drone strike caused alarm on both sides of the border.", "strike"),
        ("The ministry said a fake letter about an attack on the base had been spread online.", "strike"),
        ("False reports of a missile strike on the port caused panic on Monday.", "strike"),
        ("The army dismissed a doctored video of the capture of Azaz.", "capture"),
        ("The army rejected messages that its artillery had shelled Azaz on Sunday.", "strike"),
    ],
)
def test_what_only_a_forged_record_tells_is_denied(reader: Reader, text: str, kind: str) -> None:
    assert statuses(reader, text, kind) == {"denied"}


def test_who_brokered_what_is_to_come_does_not_say_that_it_has_come(reader: Reader) -> None:
    body = (
        "The army and the rebels will cease fire for 96 hours in Wamena, elders who brokered the truce said on Monday."
    )
    assert statuses(reader, body, "truce", "Army, rebels to observe truce") == {"planned"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("NATO, which has troops in the north, said it would not tolerate any incursion.", "rejection"),
        ("The rebel leader rejected violence, and the army welcomed it.", "rejection"),
        ("Army and rebels fight on as the town stays cut off, residents said.", "withdrawal"),
        ("Two people who left the town on foot said that soldiers were shelling it.", "withdrawal"),
        ("The truce between the army and the rebels lapses early on Sunday.", "violation"),
        ("China held a blockade drill off the island on Monday, with warships and jets.", "siege"),
        ("The rebels tore up the truce on Friday after shelling in the north.", "truce"),
        ("Gunmen inside the refinery said on Tuesday that they would not obey an order to go.", "attack"),
    ],
)
def test_what_is_no_act_is_read_as_none(reader: Reader, text: str, kind: str) -> None:
    assert not statuses(reader, text, kind)


def test_what_is_yet_to_be_voted_on_is_planned(reader: Reader) -> None:
    body = "Lawmakers were counting heads on Thursday, hours before a vote on a peace accord with the armed group."
    found = statuses(reader, body, "agreement", "Parliament on knife edge ahead of vote on accord")
    assert found
    assert found <= {"planned", "proposed"}


def test_who_loses_a_town_does_not_take_it(reader: Reader) -> None:
    body = "The army acknowledged on Friday that it had lost the town of Azaz to the Islamist fighters."
    article = Article(uri="urn:given", version="1", body=body, version_time=WHEN)
    [capture] = [event for event in reader.read(article).events if event.kind == "capture"]
    assert capture.actor and capture.actor.role == "rebel"


def test_who_was_given_days_for_a_truce_was_set_no_ultimatum(reader: Reader) -> None:
    body = 'The army and the rebels agreed a truce. "We asked for a month and were given four days," the bishop said.'
    assert not statuses(reader, body, "threat")


TO_START = "Factions in the Syrian town of Azaz have agreed a ceasefire to start at noon on Thursday, officials said."


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        (f"{TO_START} The ceasefire has no time limit.", "truce", {"planned"}),
        (f"{TO_START} The ceasefire covers the whole province.", "truce", {"planned"}),
        (f"{TO_START} The rebels described the ceasefire as unilateral.", "truce", {"planned"}),
        ("Ukrainian forces have withdrawn from Avdiivka. \"I decided to pull our units out,\" the general wrote.",
         "withdrawal", {"happened"}),
        ("The army decided on Sunday to pull its units out of Avdiivka, Ukraine.", "withdrawal", {"planned"}),
        ("The generals agreed on Sunday to leave troops where they are on the Thai border.", "withdrawal", set()),
        ("The army and the rebels will open talks in Oman on Thursday, a diplomat involved in the mediation said.",
         "talks", {"planned"}),
        ("Seven people died in fighting in Syria in 2017 before a ceasefire.", "truce", {"past"}),
        ("The rebels pressed on in Syria on Monday, hours before a truce.", "truce", {"planned"}),
    ],
)  # fmt: skip
def test_what_only_describes_tells_no_more_of_a_thing(reader: Reader, text: str, kind: str, wanted: set[str]) -> None:
    assert statuses(reader, text, kind) == wanted


def test_a_truce_that_was_violated_is_not_told_to_hold(reader: Reader) -> None:
    body = "The ceasefire in the Syrian town of Azaz was violated on Sunday when fighters exchanged fire."
    assert statuses(reader, body, "truce", "Azaz ceasefire violated, grenades fired") == set()
    assert statuses(reader, body, "violation", "Azaz ceasefire violated, grenades fired") == {"happened"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A commander was assassinated in the Libyan capital on Sunday.", "LY/Tripoli"),
        ("Mortar shells hit Sudan's capital on Sunday, killing two.", "SD/Khartoum"),
        ("Rebels shelled the Afghan capital on Sunday.", "AF/Kabul"),
        ("Rebels shelled Afghan capital investments on Sunday.", "AF"),
    ],
)
def test_the_capital_of_a_country_is_a_town(reader: Reader, text: str, place: str) -> None:
    article = Article(uri="urn:given", version="1", headline="", body=text, version_time=WHEN)
    places = {event.place.path for event in reader.read(article).events if event.place and event.alertable}
    assert places == {place}


def test_who_speaks_of_its_own_says_whose_they_are(reader: Reader) -> None:
    body = "Cambodia's defence ministry on Sunday denied that its soldiers had attacked a Thai border post."
    article = Article(uri="urn:given", version="1", headline="", body=body, version_time=WHEN)
    [attack] = [event for event in reader.read(article).events if event.kind == "attack"]
    assert attack.actor is not None and attack.actor.country == "KH"
    assert attack.place is not None and attack.place.country == "TH"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A militia claimed responsibility on Sunday for a drone attack on a power plant in Erbil.", "A militia"),
        ("Islamic State took responsibility for a bomb attack on a mosque in Kabul on Sunday.", "Islamic State"),
        ("No group has claimed responsibility for the blast in Kabul on Sunday.", None),
    ],
)
def test_who_claims_responsibility_did_it(reader: Reader, text: str, who: str | None) -> None:
    article = Article(uri="urn:given", version="1", headline="", body=text, version_time=WHEN)
    [blow] = [event for event in reader.read(article).events if event.kind in ("strike", "bombing")]
    assert (blow.actor.text if blow.actor else None) == who


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The president of Guinea-Bissau said on Sunday that a coup attempt had failed.", {"happened"}),
        ("Troops foiled a coup attempt in Benin on Sunday, the president said.", {"happened"}),
        ("A failed coup in Burundi on Sunday left five dead.", {"happened"}),
        ("Police foiled a coup plot in Mali on Sunday.", {"denied"}),
        ("The government denied that there had been a coup attempt in Mali on Sunday.", {"denied"}),
        ("A failed coup in Turkey in 2016 killed 250 people.", {"past"}),
    ],
)
def test_a_coup_that_failed_was_tried(reader: Reader, text: str, wanted: set[str]) -> None:
    assert statuses(reader, text, "unrest") == wanted


def test_fireworks_that_blow_up_are_no_bombing(reader: Reader) -> None:
    body = (
        "At least 11 people were killed when explosions ripped through a firecracker factory in India on Sunday. "
        "The blasts sent up a huge column of smoke. The owners were booked for culpable homicide."
    )
    assert statuses(reader, body, "bombing", "Explosions flatten firecracker factory in India") == set()
