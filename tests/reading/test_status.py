"""Status by scope: pairs of sentences that differ in one operator, and what each makes of the same event."""

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.events.composition import compose
from bellwire.reading.reading import Event
from bellwire.wire.article import Article
from kit.readers import full_reader, reader_by_rules

WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)


def events(reader: Reader, body: str) -> tuple[Event, ...]:
    return reader.read(Article(uri="urn:s", version="1", body=body, version_time=WHEN)).events


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Warplanes bombed the rebel town on Sunday.", "strike", "happened"),
        ("Russia denied bombing the rebel town on Sunday.", "strike", "denied"),
        ("Warplanes did not bomb the rebel town.", "strike", "denied"),
        ("Warplanes may bomb the rebel town next week.", "strike", "predicted"),
        ("Turkey accused Russia of bombing the rebel town.", "strike", "claimed"),
        ("France will withdraw its troops from the town by June.", "withdrawal", "planned"),
        ("Troops withdrew from the town overnight.", "withdrawal", "happened"),
        ("The rebels claimed control of the border town on Monday after fighting.", "capture", "claimed"),
        ("Kyiv rejected Moscow's claim to have captured the town.", "capture", "denied"),
        ("India rejected Pakistan's claim that it had shot down a military drone.", "clash", "denied"),
        ("The army disputed reports that its troops had withdrawn from the town.", "withdrawal", "denied"),
        ("The rebels rejected a truce with the army.", "rejection", "happened"),
        ("The two armies agreed to a ceasefire with immediate effect.", "truce", "happened"),
        ("Moscow called for a ceasefire in Sudan with immediate effect.", "truce", "proposed"),
        ("The rebels took control of the border town on Monday after fighting.", "capture", "happened"),
        ("Moscow called for a ceasefire in Sudan at once.", "truce", "proposed"),
        ("The two armies agreed to a ceasefire starting at midnight.", "truce", "planned"),
        ("Both armies committed to a ceasefire from midnight.", "truce", "planned"),
        ("The army said that it remained committed to the ceasefire with the rebels.", "truce", "happened"),
        ("The general ordered his troops to leave the town.", "withdrawal", "planned"),
        ("The army bombed the rebel town in 1982.", "strike", "past"),
        ("Tehran threatened to close the strait to tankers and warships.", "siege", "threatened"),
        ("The army has yet to capture the rebel town.", "capture", "denied"),
        ("The army has captured the rebel town.", "capture", "happened"),
        ("The rebels said they had captured the army base.", "capture", "claimed"),
        ("The ministry ruled out peace talks with the rebels.", "rejection", "happened"),
        ("Warplanes bombed the rebel town in retaliation for the shelling of a border post.", "strike", "happened"),
        ("The army shelled the rebel camp on Sunday in response to a massacre of villagers.", "attack", "past"),
        ("Gunmen massacred villagers on Sunday in response to the shelling of a camp.", "attack", "happened"),
        ("Rwanda denied that its army had any role in the attack on the camp in eastern Congo.", "attack", "denied"),
        ("Iran denied that it was involved in the drone attack on the plant.", "strike", "denied"),
        ("Iran had nothing to do with the drone attack on the plant, its minister said.", "strike", "denied"),
        ("The visit has nothing to do with the drone attack on the plant, the minister said.", "strike", "happened"),
        ("The army had a leading role in the attack on the rebel camp.", "attack", "happened"),
        ("The army used a paraglider to drop bombs on a crowd in the rebel town.", "strike", "happened"),
        ("Rebels declare unilateral ceasefire in eastern Congo from Tuesday", "truce", "planned"),
        ("The militia said it took the town after soldiers fled their posts.", "withdrawal", "claimed"),
    ],
)
def test_the_operators_on_the_way_decide(reader: Reader, text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(event.kind, event.status) for event in events(reader, text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels tried to take the town but were repelled.", "capture"),
        ("The army repelled an attempt to capture the town.", "capture"),
        ("An attempt to seize the bridge was beaten back, the army said.", "capture"),
        ("Attempts to capture the hill failed, the army said.", "capture"),
        ("Rebels tried in vain to capture the airfield.", "capture"),
        ("Efforts to free the hostages have failed.", "release"),
    ],
)
def test_what_was_tried_in_vain_was_not_done(reader: Reader, text: str, kind: str) -> None:
    for one in (reader, reader_by_rules()):
        assert {event.status for event in events(one, text) if event.kind == kind} == {"denied"}


def test_what_was_tried_is_no_denial_where_nothing_says_how_it_ended(reader: Reader) -> None:
    found = events(reader, "Rebels tried to take the town from the north and drove back an army patrol.")
    assert "denied" not in {event.status for event in found if event.kind == "capture"}


def test_a_lull_is_no_truce(reader: Reader) -> None:
    found = events(reader, "There was a lull of six hours in the town, residents said, before jets struck it again.")
    assert "strike" in {event.kind for event in found} and "truce" not in {event.kind for event in found}


def test_a_condition_makes_neither_clause_a_fact(reader: Reader) -> None:
    found = events(reader, "If the rebels attack the base, the army will bomb the town, a general said.")
    assert not {event.status for event in found} & {"happened", "claimed"}


def test_contrary_accounts_make_one_disputed_claim(reader: Reader) -> None:
    text = "The army said it had captured the airport. The rebels denied that the airport had been captured."
    captures = [event for event in events(reader, text) if event.kind == "capture"]
    assert [(event.status, event.disputed) for event in captures] == [("claimed", True)]
    assert {a.stance for a in captures[0].attribution} == {"asserts", "denies"}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("A truce is to take effect in the port at noon on Friday, rebels said.", "truce", "planned"),
        ("A truce took effect in the port at noon on Sunday, rebels said.", "truce", "happened"),
        ("The truce between army and rebels is due to expire on Friday.", "truce", "happened"),
        ("The army dismissed as baseless reports that drones had struck the air base.", "strike", "denied"),
        ("Officers went on television to declare that they had taken power.", "unrest", "happened"),
        ("Officers planned to overthrow the president, the army said.", "unrest", "planned"),
        ("Not one sortie was flown over the rebel district, the army said.", "strike", "denied"),
        ("The pause let ambulances carry 90 wounded civilians out of the rebel town.", "aid", "happened"),
        ("The rebels were told to leave the heights by dusk or face an assault.", "threat", "threatened"),
        ("The army gave the rebels until noon on Tuesday to leave the hills.", "threat", "threatened"),
    ],
)
def test_what_is_to_come_is_told_from_what_is_done(reader: Reader, text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(event.kind, event.status) for event in events(reader, text)}


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Reports that rebels had captured the airport are a hoax, the army said.", "capture", "denied"),
        ("The video, in which a general announces the surrender of his troops, is fake.", "withdrawal", "denied"),
        ("A deepfake of the general announcing the surrender of his troops fooled thousands.", "withdrawal", "denied"),
        ("The ministry retracted its report that rebels had freed the hostages.", "release", "denied"),
        ("The army falsely claimed that it had captured the rebel town.", "capture", "denied"),
        ("Had the missile hit the base, soldiers would have been killed, a general said.", "casualties", "denied"),
        ("The rebels stopped short of declaring a ceasefire.", "truce", "denied"),
        ("The envoys went home without signing the ceasefire agreement.", "truce", "denied"),
        ("Peace talks between the army and the rebels are as far away as ever.", "talks", "denied"),
        ("A ceasefire between the army and the rebels remains elusive.", "truce", "denied"),
        ("A ceasefire between the army and the rebels is not far off.", "truce", "predicted"),
        ("Sanctions on the junta will remain in force, the minister said.", "sanction", "happened"),
        ("The junta will impose sanctions on its neighbour, the minister said.", "sanction", "planned"),
        ("Neither leader spoke of a ceasefire in the war.", "truce", "denied"),
        ("Residents spoke of heavy shelling by the army.", "strike", "happened"),
        ("It was not known how many soldiers were killed in the raid.", "casualties", "happened"),
        ("It was not clear whether the soldiers had withdrawn from the base.", "withdrawal", "predicted"),
        ("Reporters could not verify that the rebels had captured the town.", "capture", "claimed"),
        ("It was not immediately known if anyone was killed in the blast.", "casualties", "predicted"),
        ("The mayor did not know whether the rebels had captured the town.", "capture", "predicted"),
        ("The ministry declined to say whether it had bombed the port.", "strike", "predicted"),
    ],
)
def test_what_did_not_happen_is_told_from_what_is_not_known(text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(event.kind, event.status) for event in events(reader_by_rules(), text)}


def test_what_is_only_played_is_no_event(reader: Reader) -> None:
    for text in (
        "Soldiers simulated an attack on a rebel base.",
        "The army's mock attack on the rebel town drew crowds.",
    ):
        assert not [event for event in events(reader, text) if event.kind in ("attack", "advance", "strike")]


@pytest.mark.parametrize("purpose", ["to prevent accidental clashes near the border", "to avoid border clashes"])
def test_what_is_to_be_prevented_is_no_event(reader: Reader, purpose: str) -> None:
    found = events(reader, f"South Korea on Sunday proposed holding military talks with North Korea {purpose}.")
    assert {event.kind for event in found if event.alertable} == {"talks"}


@pytest.mark.parametrize(
    "text",
    [
        "Israel's military accused Hezbollah on Sunday of violating a ceasefire in southern Lebanon.",
        "Hezbollah denied breaking the ceasefire with Israel.",
    ],
)
def test_a_truce_that_is_broken_is_told_by_its_breach(reader: Reader, text: str) -> None:
    assert [event.kind for event in events(reader, text) if event.alertable] == ["violation"]


def test_what_is_told_to_say_when_is_not_the_deed_of_who_acts(reader: Reader) -> None:
    text = (
        "Pakistan carried out strikes on camps along the Afghan border on Sunday, a day after a bombing in Islamabad."
    )
    assert {event.actor for event in events(reader, text) if event.kind == "bombing"} == {None}


@pytest.mark.parametrize(("what", "acts"), [("The Moscow bombing", False), ("The Israeli bombing", True)])
def test_a_capital_before_a_blow_says_where_it_fell(reader: Reader, what: str, acts: bool) -> None:
    blows = [one for one in events(reader, f"{what} killed 12 people on Sunday.") if one.kind in ("bombing", "strike")]
    assert blows and all((blow.actor is not None) is acts for blow in blows)


def test_what_something_comes_before_is_still_to_come(reader: Reader) -> None:
    found = events(reader, "Israeli planes bombed Beirut on Sunday hours before a truce with Hezbollah.")
    assert {event.status for event in found if event.kind == "truce"} <= {"planned"}


def test_the_fighting_that_a_truce_ends_is_over(reader: Reader) -> None:
    found = events(reader, "Thailand and Cambodia agreed on Monday to a truce after five days of border clashes.")
    assert not [event for event in found if event.kind == "clash" and event.alertable]
    told = events(reader, "Clashes broke out in Wau on Monday a day after a truce was agreed.")
    assert [event.status for event in told if event.kind == "clash" and event.alertable] == ["happened"]


def test_to_refuse_unless_something_is_done_is_to_refuse(reader: Reader) -> None:
    found = events(reader, "Ukraine will not agree to a truce unless Russia withdraws, Mr Zelenskiy said.")
    assert {one.status for one in found if one.kind == "rejection"} == {"happened"}


def test_what_its_defenders_still_hold_was_not_captured(reader: Reader) -> None:
    [one] = events(reader, "The army said the city of El Fasher remained under its control.")
    assert (one.kind, one.status, one.actor) == ("capture", "denied", None)


def test_who_rejects_a_toll_refuses_nothing(reader: Reader) -> None:
    text = "Kabul on Sunday rejected Pakistan's toll of a border clash that killed 15 soldiers."
    assert "rejection" not in {event.kind for event in events(reader, text)}


def test_what_an_ultimatum_demands_is_asked_for(reader: Reader) -> None:
    found = events(reader, "The rebels gave the army 48 hours to withdraw from the town or face attack.")
    assert {event.status for event in found if event.kind == "withdrawal"} == {"proposed"}
    if_not = events(reader, "If the hostages are not freed by Monday, the army will attack, the general said.")
    assert {event.status for event in if_not if event.kind == "release"} <= {"predicted", "proposed"}


def test_what_the_news_came_days_after_does_not_ring(reader: Reader) -> None:
    text = "Libyan officers returned to peace talks on Sunday, a day after rebels shelled the port."
    assert not [one for one in events(reader, text) if one.kind == "strike" and one.alertable]


def test_a_day_does_nothing_and_its_deeds_are_past(reader: Reader) -> None:
    found = events(reader, "The refinery will not restart before May after Tuesday's drone attack by Ukraine.")
    [(when, actor)] = [(one.when, one.actor) for one in found if one.kind == "strike"]
    assert when is not None and when.end < WHEN.date() and (actor is None or actor.text != "Tuesday")


def test_a_treaty_that_says_something_is_no_news(reader: Reader) -> None:
    found = events(reader, "Washington reaffirmed that a mutual defense treaty covers attacks on Manila's ships.")
    assert not [event for event in found if event.kind == "agreement" and event.alertable]


def test_shots_of_joy_are_no_fighting(reader: Reader) -> None:
    assert not [e for e in events(reader, "Celebratory gunfire rang out in Beirut on Sunday.") if e.alertable]


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("India blamed Pakistan-based militants for an attack on tourists in Kashmir.", "attack", "militants"),
        ("Turkey accused Russia of bombing the rebel town of Azaz on Sunday.", "strike", "Russia"),
        ("The army blamed the M23 for shelling that killed 12 people at a camp in Goma.", "strike", "M23"),
        ("Turkey blamed Kurdish militants for a bomb attack in Ankara on Sunday.", "bombing", "militants"),
    ],
)
def test_the_deed_is_of_whom_somebody_accuses(reader: Reader, text: str, kind: str, actor: str) -> None:
    deeds = [event for event in events(reader, text) if event.kind == kind]
    assert deeds and all(event.actor is not None and event.actor.text.endswith(actor) for event in deeds)


def test_who_only_tried_to_kill_has_killed_nobody(reader: Reader) -> None:
    found = events(reader, "Police accused the rebels of trying to kill the general in his car.")
    assert not {e.status for e in found if e.kind == "casualties"} & {"happened", "claimed"}


def test_a_denial_of_one_day_does_not_dispute_what_was_done_on_another(reader: Reader) -> None:
    text = (
        "Buses brought 90 civilians out of the besieged town on Saturday, the army said. The evacuation of civilians"
        " from the town did not take place on Sunday because of shelling, the army said."
    )
    assert not [event for event in events(reader, text) if event.disputed]


def test_to_deny_what_lies_ahead_disputes_nothing_that_was_done(reader: Reader) -> None:
    text = (
        "Rebels raided a village in the hills on Saturday, killing nine people. No raid will take place on the town, a"
        " rebel spokesman said."
    )
    assert not [event for event in events(reader, text) if event.disputed]


def test_what_only_names_what_was_told_does_not_say_that_it_has_come(reader: Reader) -> None:
    told = "A truce is to take effect in the port at noon on Friday, rebels said. "
    named = events(reader, told + "This is a truce for the people of the port, an official said.")
    assert [event.status for event in named if event.kind == "truce"] == ["planned"]
    begun = events(reader, told + "An earlier truce took effect in the port on Thursday, an official said.")
    assert {event.status for event in begun if event.kind == "truce"} == {"planned", "happened"}


def test_what_would_be_the_first_of_its_kind_is_no_event_of_its_own(reader: Reader) -> None:
    text = "The two armies exchanged fire at a border post. It would be the first deadly clash between them in decades."
    [clash] = [event for event in events(reader, text) if event.kind == "clash"]
    assert {text[slice(*evidence.trigger)] for evidence in clash.evidence} == {"exchanged"}


def test_the_time_of_what_is_to_come_belongs_to_it(reader: Reader) -> None:
    text = "A truce is to take effect in the port at 6 a.m. (0300 GMT) on Tuesday, rebels said."
    [truce] = [event for event in events(reader, text) if event.kind == "truce"]
    assert truce.when is not None
    assert truce.when.at == datetime(2016, 12, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("inner", "outer", "status"),
    [
        ("happened", "denied", "denied"),
        ("denied", "denied", "happened"),
        ("denied", "planned", "denied"),
        ("planned", "claimed", "planned"),
        ("proposed", "predicted", "predicted"),
    ],
)
def test_effects_compose_from_the_inside_out(inner: str, outer: str, status: str) -> None:
    assert compose(inner, outer) == status


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Rebels set off a bomb outside the barracks on Sunday.", "bombing", "happened"),
        ("The army said that three of its soldiers died in earlier fighting with rebels.", "clash", "happened"),
        ("A second bomb wounded policemen who had come to look into a previous explosion.", "bombing", "happened"),
        ("The envoy aims to free two hostages whom rebels hold.", "release", "proposed"),
        ("The envoy sought talks to end the siege of the rebel town.", "siege", "happened"),
        ("The army lifted its siege of the rebel town.", "siege", "denied"),
        ("Gunmen kidnapped three aid workers in the capital, the interior ministry said.", "attack", "happened"),
        ("The rebels said that the army had kidnapped three aid workers.", "attack", "claimed"),
        ("The two ministers ended their talks on the border war on Sunday.", "talks", "happened"),
    ],
)
def test_what_goes_on_or_is_over_is_told_from_what_is_to_come(text: str, kind: str, status: str) -> None:
    assert (kind, status) in {(event.kind, event.status) for event in events(reader_by_rules(), text)}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("The rebels gave the army 48 hours to leave the airport or face attack.", "PT48H"),
        ("The junta gave the rebels a 72-hour deadline to surrender the town.", "PT72H"),
        ("After two days of fighting the army gave the rebels until noon to leave the hills.", None),
    ],
)
def test_an_ultimatum_has_the_term_that_is_given(text: str, length: str | None) -> None:
    threat = next(one for one in events(full_reader(), text) if one.kind == "threat")
    assert threat.duration == length


@pytest.mark.parametrize(
    "text",
    [
        "Kyiv rejected Moscow's claim to have captured the town of Pokrovsk.",
        "Kyiv rejected Moscow's claim that it had captured the town of Pokrovsk.",
        "Kyiv rejected Moscow's claim of capturing the town of Pokrovsk.",
    ],
)
def test_what_somebody_claims_is_the_claimants_deed_and_its_denial_is_no_rejection(text: str) -> None:
    read = events(full_reader(), text)
    assert [(one.kind, one.actor and one.actor.country) for one in read if one.alertable] == [("capture", "RU")]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Rocket launchers of the army struck simulated targets near the border on Sunday.", False),
        ("The jets carried out strikes on mock targets in the war games.", False),
        ("Rocket launchers of the army struck rebel targets near the border on Sunday.", True),
    ],
)
def test_what_is_hit_in_play_is_not_hit(reader: Reader, text: str, hits: bool) -> None:
    assert any(event.kind == "strike" for event in events(reader, text)) is hits


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("The army announced a truce of 72 hours in Aleppo.", "PT72H"),
        ("The army and the rebels agreed a three-day truce in Aleppo.", "P3D"),
        ("A truce took effect in Aleppo on Sunday, a day after the army began an offensive.", None),
        ("The two sides agreed a truce in Aleppo after two days of talks.", None),
        ("The rebels agreed to a truce in Aleppo within 48 hours.", None),
        ("The army and the rebels signed a truce in Aleppo to end a two-week border war.", None),
    ],
)
def test_a_truce_lasts_as_long_as_is_told_of_it(reader: Reader, text: str, duration: str | None) -> None:
    assert [event.duration for event in events(reader, text) if event.kind == "truce"] == [duration]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Gunmen killed 12 people in northern Mali on Sunday. The attack hit the village of Diallassagou.",
            "Diallassagou",
        ),
        ("Gunmen killed 12 people in Gao on Sunday. The attack came a day after clashes in Kidal.", "Gao"),
        ("A car bomb exploded in the Colombian town of Jamundi, near Cali, killing two guards.", "Jamundi"),
        ("A car bomb exploded near Cali, killing two guards.", "Cali"),
    ],
)
def test_a_blow_is_where_its_copy_puts_it(reader: Reader, text: str, place: str) -> None:
    blows = [event for event in events(reader, text) if event.kind in ("attack", "bombing") and event.place]
    assert place in {event.place.name for event in blows if event.place}
