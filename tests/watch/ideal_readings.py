"""What a perfect reader would read in the articles of ../shared/gold/scenarios, so that the watcher is tested alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
from readings_by_hand import event, on, says, shingles

from bellwire.reading.reading import ArticleSummary, Direction, Event, Grade, Outcome, Party, Place, Reading
from bellwire.wire import read_copy

OWN, PARTY, UNNAMED = Grade.OWN_REPORTER, Grade.PARTY, Grade.UNNAMED


def town(country: str, name: str, lat: float, lon: float) -> Place:
    return Place(name=name, path=f"{country}/{name}", country=country, lat=lat, lon=lon, precision="town")


def nation(country: str, name: str) -> Place:
    return Place(name=name, path=country, country=country, precision="country")


def who(name: str, country: str, role: str) -> Party:
    return Party(text=name, name=name, country=country, role=role)


BARA = town("SD", "Bara", 13.7, 30.37)
NYALA = town("SD", "Nyala", 12.05, 24.88)
SLOVIANSK = town("UA", "Sloviansk", 48.87, 37.61)
KRAMATORSK = town("UA", "Kramatorsk", 48.74, 37.58)
IZIUM = town("UA", "Izium", 49.21, 37.25)
ZAPORIZHZHIA = town("UA", "Zaporizhzhia", 47.84, 35.14)
OUAGA = town("BF", "Ouagadougou", 12.37, -1.52)
BURKINA = nation("BF", "Burkina Faso")
ADIGRAT = town("ET", "Adigrat", 14.28, 39.46)
MAFRAQ = town("JO", "Mafraq", 32.34, 36.21)
YEONPYEONG = town("KR", "Yeonpyeong", 37.66, 125.7)
JINHAE = town("KR", "Jinhae", 35.15, 128.66)
COLOMBIA = nation("CO", "Colombia")
QUETTA = town("PK", "Quetta", 30.18, 66.99)
BUTEMBO = town("CD", "Butembo", 0.14, 29.29)
KINMEN = town("TW", "Kinmen", 24.43, 118.32)
BANKASS = town("ML", "Bankass", 14.07, -3.52)
KHIAM = town("LB", "Khiam", 33.33, 35.61)
RAFAH = town("PS", "Rafah", 31.28, 34.25)
RED_SEA = Place(name="Red Sea", path="YE/Red Sea", country="YE", lat=15.0, lon=41.5, precision="region")
KASHMIR = town("IN", "Rajouri", 33.37, 74.3)
MOGOK = town("MM", "Mogok", 22.92, 96.5)
HODEIDAH = town("YE", "Hodeidah", 14.8, 42.95)
SAADA = town("YE", "Saada", 16.94, 43.76)
ALEPPO = town("SY", "Aleppo", 36.2, 37.16)
SARAQIB = town("SY", "Saraqib", 35.86, 36.8)
JISR = town("SY", "Jisr al-Shughur", 35.81, 36.32)
HADRUT = town("AZ", "Hadrut", 39.52, 47.03)
KARABAKH = Place(
    name="Nagorno-Karabakh", path="AZ/Nagorno-Karabakh", country="AZ", lat=39.9, lon=46.7, precision="region"
)

SUDAN_ARMY, RSF = who("Sudan's army", "SD", "military"), who("Rapid Support Forces", "SD", "rebel")
ETHIOPIA = who("Ethiopian air force", "ET", "military")
COUNCIL = who("U.N. Security Council", "", "IGO")


def killed(number: int, wounded: int = 0) -> dict[str, tuple[int, int]]:
    return {"killed": (number, number)} | ({"wounded": (wounded, wounded)} if wounded else {})


def raid(place: Place, number: int, day: str, source: str, kind: str = "strike", **more: Any) -> list[Event]:
    """An act and its dead, as one source tells them."""
    said = (says(source),)
    when = on(day)
    return [
        event(kind, place=place, when=when, attribution=said, **more),
        event("casualties", place=place, when=when, attribution=said, counts=killed(number)),
    ]


#: Scenario → number of the article (and version, where it has several) → events.
IDEAL: dict[str, dict[str, list[Event]]] = {
    "contested-capture": {
        "1": [event("capture", "claimed", BARA, actor=SUDAN_ARMY, attribution=(says("Sudan's army", PARTY),))],
        "2": [
            event(
                "capture",
                "denied",
                BARA,
                actor=SUDAN_ARMY,
                attribution=(says("Sudan's paramilitary Rapid Support Forces", PARTY, denies=True),),
            )
        ],
        "3": [event("withdrawal", "happened", BARA, actor=RSF, attribution=(says("Rapid Support Forces", PARTY),))],
    },
    "correction-of-toll": {
        "1#1": raid(NYALA, 31, "2025-05-20", "Sudan Doctors Network"),
        "1#2": raid(NYALA, 13, "2025-05-20", "Sudan Doctors Network"),
        "2#1": [event("strike", place=SLOVIANSK, when=on("2025-05-20"), counts={"wounded": (7, 7)})],
        "2#2": [event("strike", place=KRAMATORSK, when=on("2025-05-20"), counts={"wounded": (7, 7)})],
        "3": [event("casualties", place=KRAMATORSK, when=on("2025-05-20"), counts=killed(1, 7))],
    },
    "corridor-and-evacuation": {
        "1": [event("aid", "planned", IZIUM, when=on("2022-03-22"), attribution=(says("officials"),))],
        "2": [event("aid", "denied", IZIUM, when=on("2022-03-22"), attribution=(says("local officials"),))],
        "3": [event("aid", place=IZIUM, when=on("2022-03-23"), attribution=(says("aid workers"),))],
        "4": [event("release", place=ZAPORIZHZHIA, when=on("2022-03-23"))],
        "5": [event("aid", place=IZIUM, when=on("2022-03-23"), attribution=(says("AFP journalists", OWN),))],
    },
    "coup-in-a-capital": {
        "1": [event("clash", place=OUAGA, when=on("2026-05-18"), attribution=(says("AFP reporter", OWN),))],
        "2": [event("unrest", place=OUAGA, when=on("2026-05-18"), text="Mutinous soldiers fire at the palace")],
        "3": [event("unrest", place=BURKINA, when=on("2026-05-18"), text="Soldiers announce that they seized power")],
        "4": [
            event("siege", place=BURKINA, when=on("2026-05-18")),
            event("unrest", place=BURKINA, when=on("2026-05-18")),
            event("casualties", place=OUAGA, when=on("2026-05-18"), counts=killed(4)),
        ],
        "5": [event("accusation", place=BURKINA)],
        "6": [event("unrest", place=BURKINA, when=on("2026-05-19"))],
    },
    "denial-first": {
        "1": [
            event(
                "strike", "denied", ADIGRAT, actor=ETHIOPIA, attribution=(says("Ethiopia's government", denies=True),)
            )
        ],
        "2": [
            event(
                "strike",
                "claimed",
                ADIGRAT,
                when=on("2022-10-11"),
                disputed=True,
                attribution=(says("hospital official", UNNAMED), says("federal government", denies=True)),
            ),
            event("casualties", "claimed", ADIGRAT, when=on("2022-10-11"), counts=killed(6, 14)),
        ],
        "3": [event("strike", "denied", MAFRAQ, attribution=(says("Jordan's army", denies=True),))],
        "4": [event("strike", place=ADIGRAT, when=on("2022-10-11"), actor=ETHIOPIA, attribution=(says("government"),))],
    },
    "embargo-and-withheld-and-exercise": {
        "1": [event("strike", place=YEONPYEONG, when=on("2024-02-15"), attribution=(says("the South's military"),))],
        "2": [event("truce", "planned", COLOMBIA, duration="P90D")],
        "3#1": raid(QUETTA, 18, "2024-02-15", "rescue official", "bombing"),
        "3#2": raid(QUETTA, 9, "2024-02-15", "police chief", "bombing"),
        "4": raid(YEONPYEONG, 6, "2024-02-15", "Joint Chiefs of Staff", "attack"),
        "5": raid(JINHAE, 4, "2024-02-15", "the navy"),
    },
    "kill-one-of-two": {
        "1": [event("capture", place=BUTEMBO, when=on("2025-06-16"), attribution=(says("residents", UNNAMED),))],
        "2#1": [event("capture", place=BUTEMBO, when=on("2025-06-16"), attribution=(says("army officer", UNNAMED),))],
        "2#2": [event("capture", place=BUTEMBO)],
        "3": [event("capture", place=BUTEMBO, when=on("2025-06-16"), attribution=(says("Reuters journalist", OWN),))],
    },
    "kill-sole-source": {
        "1": raid(KINMEN, 2, "2025-03-11", "Taiwan's coast guard", text="A Chinese navy ship opened fire"),
        "2": [event("strike", "denied", KINMEN, attribution=(says("Taiwan's coast guard", denies=True),))],
    },
    "late-and-out-of-order": {
        "1#1": raid(BANKASS, 12, "2024-03-03", "local officials", "attack"),
        "1#2": raid(BANKASS, 18, "2024-03-03", "local officials", "attack"),
        "1#3": raid(BANKASS, 23, "2024-03-03", "the governor", "attack"),
        "3": [event("strike", place=KHIAM)],
        "4": raid(RAFAH, 8, "2024-03-04", "hospital officials"),
        "6": [event("attack", place=nation("NG", "Nigeria"))],
    },
    "metaphors": {"6": raid(RED_SEA, 2, "2025-08-14", "UKMTO")},
    "background-and-anniversary": {
        "6": raid(KASHMIR, 3, "2023-11-16", "the army", "attack"),
        "8": [event("capture", "past", town("HR", "Vukovar", 45.35, 19.0))],
    },
    "reprints-are-not-sources": {
        **{n: raid(MOGOK, 14, "2025-10-21", "Ta'ang National Liberation Army") for n in "123"},
        **{n: raid(MOGOK, 17, "2025-10-21", "a rescue worker") for n in "45"},
    },
    "truce-expires": {
        "1": [event("truce", "planned", HODEIDAH, when=on("2018-07-17", "03:00"), duration="PT72H")],
        "2": [event("truce", place=HODEIDAH, when=on("2018-07-17", "03:00"), duration="P3D")],
        "3": [event("truce", place=HODEIDAH, when=on("2018-07-18"))],
        "4": raid(SAADA, 5, "2018-07-18", "residents"),
        "5": [event("truce", "proposed", HODEIDAH, duration="P4D", attribution=(says("UN"),))],
    },
    "truce-vote": {
        "1": [
            event(
                "truce",
                "planned",
                ALEPPO,
                actor=COUNCIL,
                when=on("2016-12-05", "20:00"),
                duration="P7D",
                text="The council will vote on Monday on a truce",
            )
        ],
        "2": [event("rejection", place=ALEPPO, when=on("2016-12-05"), actor=who("Russia", "RU", "government"))],
    },
    "two-strikes-two-towns": {
        "1": raid(SARAQIB, 9, "2019-11-12", "rescue workers"),
        "2": raid(JISR, 8, "2019-11-12", "rescue workers"),
        "3": raid(SARAQIB, 15, "2019-11-12", "hospital officials"),
        "4": [
            *raid(SARAQIB, 4, "2019-11-20", "local council"),
            event("bombing", "past", SARAQIB, when=on("2019-11-12")),
        ],
    },
    "ultimatum-met": {
        "1": [event("threat", "threatened", HADRUT, when=on("2021-03-18", "14:00"))],
        "2": [event("threat", "threatened", HADRUT, when=on("2021-03-18", "14:00"))],
        "3": [event("withdrawal", place=KARABAKH, when=on("2021-03-18"))],
    },
}


def ideal_readings(path: Path) -> list[Reading]:
    """The readings of a scenario's articles: the wire's own fields, and IDEAL's events."""
    scenario = json.loads(path.read_text(encoding="utf-8"))
    return [_reading(path.stem, json.dumps(article).encode()) for article in scenario["articles"]]


def _reading(scenario: str, data: bytes) -> Reading:
    (article,) = read_copy(data)
    number = article.uri.rsplit(":", 1)[1]
    table = IDEAL.get(scenario, {})
    events = table.get(f"{number}#{article.version}", table.get(number, []))
    credited = tuple(name for name in ("Reuters", "AP") if f"({name})" in article.body)
    own = [msgspec.structs.replace(one, id=f"{article.uri}#{article.version}:{i}") for i, one in enumerate(events)]
    text = article.body.lower()
    return Reading(
        uri=article.uri,
        version=article.version,
        outcome=_outcome(article),
        direction=Direction.NONE,
        article=ArticleSummary(
            headline=article.headline,
            provider=article.provider,
            byline=article.byline,
            credits=credited,
            version_time=article.version_time,
            received=article.received or article.version_time,
            embargoed=article.embargoed,
            pubstatus=article.pubstatus,
            urgency=article.urgency,
            located=article.located,
            slug=article.slug,
            ednote=article.ednote,
            profile=article.profile,
            digest=hashlib.sha256(text.encode()).hexdigest()[:16],
            shingles=shingles(text),
        ),
        events=tuple(own),
    )


def _outcome(article: Any) -> Outcome:
    if article.pubstatus != "usable":
        return Outcome(article.pubstatus)
    return Outcome.EMBARGOED if article.embargoed else Outcome.READ
