"""Do two events tell of the same thing? An explained score of kind, place, time, actors and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bellwire.reading.reading import Event, Party, Status, When
from bellwire.watch.alert import ScorePart
from bellwire.watch.matter import (
    ABOUT,
    beside,
    is_denial,
    matters,
    one_matter,
    one_site,
    site,
    tells,
    took_captives,
    took_vessel,
)
from bellwire.watch.places import ABROAD, VAGUE, exact_place, near, one_holds
from bellwire.watch.policy import Policy, Scope, any_of
from bellwire.watch.telling import Telling, names_shared, overlap, told_alike, words


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two tellings are of one thing, 0 to 1 and a bonus; `never` says what rules it out."""

    value: float
    parts: tuple[ScorePart, ...] = ()
    never: str = ""


#: Words shared by copy that goes out within so short a time that a country alone says where; and by what has nothing
#: but its neighbourhood in common.
_MUCH, _SOON, _LITTLE = 0.4, timedelta(hours=6), 0.1
#: What the same country as actor is worth, where no party is shared.
_KIN = 0.6
#: Roles of one side of a civil war.
_STATE = frozenset(["government", "military", "police"])
#: Two kinds of which a country may have several at a time that have nothing to do with each other.
_RAID_AND_REVOLT = {"attack", "unrest"}
#: What has no time of its own yet: it is compared more loosely with what then comes to pass.
_AHEAD = frozenset({Status.PLANNED, Status.PROPOSED, Status.THREATENED, Status.PREDICTED})


def likeness(one: Telling, other: Telling, policy: Policy, *, moved: bool = False) -> Likeness:
    """The score of two tellings. `moved`: a corrected place does not part them."""
    weight = policy.figures.same_thing
    affinity = policy.affinity(one.event.kind, other.event.kind)
    if not affinity:
        return Likeness(0.0, never=f"{one.event.kind} is no {other.event.kind}")
    if never := _other_matter(one.event, other.event, policy):
        return Likeness(0.0, never=never)
    scope = _scope(one.event, other.event, policy)
    place, where = near(one.event.place, other.event.place, scope, policy)
    if where == VAGUE and (names := names_shared(one, other)):
        place, where = weight.place_value.holds, f"both tell of {', '.join(sorted(names))}"
    way = place < 0 and is_way(one, other, policy)
    if way:
        place, where = weight.place_value.holds, "the way of one evacuation"
    if place < 0:
        if not moved:
            return Likeness(0.0, never=where)
        place, where = 0.5, "another place, corrected"
    if where == ABROAD:
        if not (moved or _between(one.event, other.event)):
            return Likeness(0.0, never=where)
        place, where = weight.place_value.holds, "between the same countries"
    held = place == weight.place_value.same and _is_held(one.event, other.event)
    days, when = _overlap(one, other, "nation" if held else scope, policy)
    if days < 0:
        return Likeness(0.0, never=when)
    who = _actors(one.event, other.event)
    shared = overlap(one.words, other.words)
    toll = _toll(one, other, policy)
    if never := _other_means(one, other, toll, policy):
        return Likeness(0.0, never=never)
    apart = place < weight.place_value.same and scope != "nation" and not way
    if not toll and (what := _neighbours(one.event, other.event, apart=apart)) and _has_little_in_common(one, other):
        return Likeness(0.0, never=f"{what}, and hardly a word or party shared")
    if where == VAGUE and shared >= _MUCH and _are_of_one_hour(one, other) and all(part.value > 0 for part in toll):
        place, where = weight.place_value.holds, "in one country, within hours, in like words"
    parts = (
        ScorePart(name="kind", value=round(weight.kind * affinity, 3), why=f"{one.event.kind} and {other.event.kind}"),
        ScorePart(name="place", value=round(weight.place * place, 3), why=where),
        ScorePart(name="time", value=round(weight.time * days, 3), why=when),
        ScorePart(name="actors", value=round(weight.actors * who, 3), why=f"{who:.1f} of the parties shared"),
        ScorePart(name="text", value=round(weight.text * shared, 3), why=f"{shared:.2f} of the words shared"),
        *toll,
        *_site(one, other, policy),
        *_answer(one.event, other.event, policy),
        *_hour(one.event, other.event, policy),
    )
    return Likeness(round(sum(part.value for part in parts), 4), parts)


def _neighbours(one: Event, other: Event, *, apart: bool) -> str:
    """What two events are that have only their neighbourhood in common, unless more is told; else empty. `apart`: their
    places are not one spot, as they must be."""
    if apart and _are_two_towns(one, other):
        return "two towns"
    land_alone = {one.kind, other.kind} == _RAID_AND_REVOLT and _is_land_alone(one, other)
    return "a raid and a revolt in one country" if land_alone else ""


def _has_little_in_common(one: Telling, other: Telling) -> bool:
    return not _parties(one.event) & _parties(other.event) and told_alike(one, other) < _LITTLE


def _are_two_towns(one: Event, other: Event) -> bool:
    """Whether each has an exact place, and neither lies in the other."""
    here, there = exact_place(one), exact_place(other)
    return here is not None and there is not None and not one_holds(here, there)


def _is_land_alone(one: Event, other: Event) -> bool:
    """Whether the place of either is no more than a country."""
    return any(event.place is not None and event.place.precision == "country" for event in (one, other))


def is_way(one: Telling, other: Telling, policy: Policy) -> bool:
    """Whether people are brought from the town of the one to that of the other, by the words of either: "evacuees from
    Izium reach Dnipro"."""
    if not one.event.kind == other.event.kind == "aid":
        return False
    here, there = exact_place(one.event), exact_place(other.event)
    if here is None or there is None:
        return False
    return words(here.name, policy) <= other.words or words(there.name, policy) <= one.words


def _is_held(one: Event, other: Event) -> bool:
    """Whether a place is told to be taken by the same side: who concedes it days later tells of no second time."""
    roles = [side.role for side in (one.actor, other.actor) if side is not None and side.role is not None]
    sides = {role in _STATE for role in roles}
    return one.kind == other.kind == "capture" and len(roles) == 2 and len(sides) == 1


def _between(one: Event, other: Event) -> bool:
    """Whether what goes on between countries, told to be in another one each time, is between the same: two of them are
    named in both, or the same party acts and the place of the one is a party's country in the other; of a weapon that
    flies from one to the other, whether one is named in both."""
    if one.place is None or other.place is None or one.place.country == other.place.country:
        return False
    mine, theirs = countries(one), countries(other)
    if len(mine & theirs) > 1:
        return True
    if one.kind == other.kind == "weapons" and mine & theirs:
        return True
    named = {one.place.country, other.place.country} & mine & theirs
    return bool(named) and _parties(one) == _parties(other) != frozenset()


def countries(event: Event) -> frozenset[str]:
    """Every country that an event names: where it is, who acts, to whom."""
    named = (event.place.country if event.place else None, *(one.country for one in (event.actor, event.target) if one))
    return frozenset(country for country in named if country)


def _other_matter(one: Event, other: Event, policy: Policy) -> str:
    """What parts two events before their score is asked for: what they are about, and whether it has come to pass."""
    link = policy.link(one.kind, other.kind)
    if (link == "answer" or one.kind == other.kind == "rejection") and not one_matter(one, other, policy):
        return "they are about different things"
    if one.kind == other.kind:
        return _other_ground(one, other, policy) or _other_weapon(one, other, policy)
    if "release" in (one.kind, other.kind) and link == "operation":
        taken = other if one.kind == "release" else one
        took = took_vessel if taken.kind == "capture" else took_captives
        return "" if took(taken, policy) else "nobody was led away"
    ahead = (_ahead(one), _ahead(other))
    spoken = [event for event in (one, other) if event.kind in ABOUT]
    acts = [event for event in (one, other) if event.kind not in ABOUT]
    if link == "operation" and _is_measure(one, other, policy):
        return "a measure that tells of no blow is no part of one"
    if link == "answer" and one.kind == "threat" and not ahead[1] and other.kind in ("strike", "attack"):
        return "a vow is no part of the blow that it answers"
    if spoken and acts and _is_later_talk(spoken[0], acts[0], policy):
        return "talks to come are about something else than a truce that holds"
    if spoken and acts and policy.kinds.kind[acts[0].kind].scope != "nation":
        offered = _ahead(acts[0]) or acts[0].status is Status.DENIED
        return "" if offered else "what came to pass is no offer any more"
    if link == "stage" and _feared_breach(one, other):
        return "a breach that is only feared is no part of what came to pass"
    if link == "operation" and all(ahead) and policy.scope(one.kind, other.kind) != "nation":
        return "two plans of two kinds are two things"
    if (link == "operation" or policy.scope(one.kind, other.kind) != "nation") and ahead[0] != ahead[1]:
        return "what is only called for is no part of what came to pass"
    return ""


def _are_of_one_hour(one: Telling, other: Telling) -> bool:
    """Whether two articles went out within hours; one article's own events share its headline's words anyway."""
    return one.headline != other.headline and abs(one.told - other.told) <= _SOON


def _is_measure(one: Event, other: Event, policy: Policy) -> bool:
    """Whether one is a curfew or the like and the other a blow of which its sentences tell nothing."""
    if {one.kind, other.kind} not in ({"unrest", "attack"}, {"unrest", "clash"}):
        return False
    unrest = one if one.kind == "unrest" else other
    texts = [evidence.text for evidence in unrest.evidence]
    measure, blow = any_of((policy.words.measure,)), any_of((policy.words.blow,))
    return bool(texts) and all(measure.search(text) for text in texts) and not any(blow.search(text) for text in texts)


def _is_later_talk(spoken: Event, act: Event, policy: Policy) -> bool:
    """Whether talks that are yet to come do not name the truce that holds already."""
    later = spoken.kind == "talks" and _ahead(spoken) and act.kind == "truce" and act.status is Status.HAPPENED
    return later and "truce" not in matters(spoken, policy)


def _other_ground(one: Event, other: Event, policy: Policy) -> str:
    """Villages near a town may fall without it."""
    if one.kind != "capture" or one.place is None or other.place is None or one.place.path != other.place.path:
        return ""
    return "ground near a town is not the town" if beside(one, policy) is not beside(other, policy) else ""


def _other_weapon(one: Event, other: Event, policy: Policy) -> str:
    """What flies and what explodes under a mountain are tried on one day, and are two things."""
    if one.kind != "weapons":
        return ""
    test = any_of((policy.words.nuclear_test,))
    nuclear = [any(test.search(evidence.text) for evidence in event.evidence) for event in (one, other)]
    return "a nuclear test is no other weapon's" if nuclear[0] is not nuclear[1] else ""


def _other_means(one: Telling, other: Telling, toll: Sequence[ScorePart], policy: Policy) -> str:
    """A bomb and a gun on one day in one town are two things, where the second has fewer dead, and nobody in common."""
    falls = any(part.value < 0 for part in toll) and not _parties(one.event) & _parties(other.event)
    if not falls or {one.event.kind, other.event.kind} != {"attack", "bombing"}:
        return ""
    means = [
        {name for name, words in (("bomb", policy.words.bomb), ("gun", policy.words.gun)) if tells(told.event, words)}
        for told in (one, other)
    ]
    return (
        "a bomb is no gun, and the later toll is lower" if means in ([{"bomb"}, {"gun"}], [{"gun"}, {"bomb"}]) else ""
    )


def _feared_breach(one: Event, other: Event) -> bool:
    """Whether one is a truce's breach that may come, the other a blow that has come."""
    breach, blow = (one, other) if one.kind == "violation" else (other, one)
    return _ahead(breach) and blow.kind != "truce" and not _ahead(blow)


def _scope(one: Event, other: Event, policy: Policy) -> Scope:
    """How near two places must be: captures of two towns are two things, however near."""
    towns = all(event.place is not None and event.place.precision == "town" for event in (one, other))
    return "spot" if towns and one.kind == other.kind == "capture" else policy.scope(one.kind, other.kind)


def _site(one: Telling, other: Telling, policy: Policy) -> tuple[ScorePart, ...]:
    """One named site speaks for one thing, another against."""
    mine, theirs = site(one.event, policy), site(other.event, policy)
    same = one_site(mine, theirs, policy)
    if same is None:
        return ()
    figures = policy.figures.same_thing
    names = " and ".join(" ".join(sorted(names)) for names in (mine, theirs))
    return (ScorePart(name="site", value=figures.site if same else -figures.other_site, why=names),)


def _answer(one: Event, other: Event, policy: Policy) -> tuple[ScorePart, ...]:
    """What is denied, refused or broken was told before: that speaks for what is of its kind. `one`: what is told
    now; if the denial was there first, it answers what the same party is said to have done."""
    denies = is_denial(one), is_denial(other)
    first = denies[1] and not _parties(one) & _parties(other)
    answers = one.kind == other.kind and denies[0] is not denies[1] and not first
    answers = answers or (one.kind, other.kind) == ("violation", "truce")
    answers = answers or (one.kind == "rejection" != other.kind and other.kind in matters(one, policy))
    answers = answers or (one.kind == other.kind and _has_come(one, other, policy))
    if not answers:
        return ()
    return (ScorePart(name="answer", value=policy.figures.same_thing.answer, why=f"{one.kind} answers {other.kind}"),)


def _hour(one: Event, other: Event, policy: Policy) -> tuple[ScorePart, ...]:
    """What is due at the same minute is hardly two things: two accounts of one ultimatum."""
    due = [event.when.at for event in (one, other) if event.when is not None and _ahead(event)]
    if one.kind != other.kind or len(due) < 2 or due[0] is None or due[0] != due[1]:
        return ()
    return (ScorePart(name="hour", value=policy.figures.same_thing.hour, why=f"both due {due[0]:%H:%M}"),)


def _has_come(one: Event, other: Event, policy: Policy) -> bool:
    """Whether what is told now is what was due ("to hand over its last base by Friday")."""
    due = one.kind in policy.templates.due and other.when is not None
    return due and one.status is Status.HAPPENED and other.status is Status.PLANNED


def _toll(one: Telling, other: Telling, policy: Policy) -> tuple[ScorePart, ...]:
    """The dead of one thing grow with time: a like or higher number later speaks for it, a lower one against."""
    mine, theirs = one.event.counts.get("killed"), other.event.counts.get("killed")
    if mine is None or theirs is None or one.told == other.told:
        return ()
    points = policy.figures.same_thing.toll
    later, earlier = (mine, theirs) if one.told > other.told else (theirs, mine)
    if later[1] < earlier[0]:
        return (ScorePart(name="toll", value=-points, why=f"{later[0]} killed after {earlier[0]}"),)
    last = one if one.told > other.told else other
    if later[0] > earlier[0] and any_of((policy.words.rises,)).search(last.headline):
        return (ScorePart(name="toll", value=points, why=f"risen to {later[0]} killed from {earlier[0]}"),)
    if later[0] <= 3 * earlier[1]:
        return (ScorePart(name="toll", value=points / 2, why=f"{later[0]} killed after {earlier[0]}"),)
    return ()


def _overlap(one: Telling, other: Telling, scope: Scope, policy: Policy) -> tuple[float, str]:
    """How well two times agree, or -1 where they part. What is only ahead may come to pass on another day."""
    figures = policy.figures.same_thing
    first, second = _days(one), _days(other)
    gap = max(0, (max(first[0], second[0]) - min(first[1], second[1])).days)
    if gap == 0:
        nights = scope == "spot" and first[1] != second[1] and _exact(one.event.when) and _exact(other.event.when)
        return (0.7, "nights that touch") if nights else (1.0, "at one time")
    ahead = _ahead(one.event) or _ahead(other.event)
    slack = figures.nation_days if scope != "spot" or ahead else figures.spot_days
    if gap <= slack:
        return 1.0 - 0.5 * gap / slack, f"{gap} days apart"
    loose = ahead or scope == "nation" or not (_exact(one.event.when) and _exact(other.event.when))
    return (0.0, f"{gap} days apart") if loose else (-1.0, f"{gap} days apart")


def _ahead(event: Event) -> bool:
    return event.status in _AHEAD


def _days(telling: Telling) -> tuple[date, date]:
    when = telling.event.when
    if when is not None and _exact(when):
        return when.start, when.end
    told = telling.told.date()
    return told - timedelta(days=1), told


def _exact(when: When | None) -> bool:
    return when is not None and when.precision in ("minute", "part", "day", "range") and when.start <= when.end


def _actors(one: Event, other: Event) -> float:
    mine, theirs = _parties(one), _parties(other)
    if not mine or not theirs:
        return 0.4
    shared = len(mine & theirs) / min(len(mine), len(theirs))
    return shared or _KIN * _are_kin(one.actor, other.actor)


def _are_kin(one: Party | None, other: Party | None) -> bool:
    """Whether the same country acts, by its government, its army or what is its own: "China", "76 Chinese aircraft"."""
    if one is None or other is None or one.country is None or one.country != other.country:
        return False
    return {one.role, other.role} <= {"government", "military", None}


def _parties(event: Event) -> frozenset[str]:
    return frozenset(name for party in (event.actor, event.target) if party for name in _names(party))


def _names(party: Party) -> list[str]:
    if party.name:
        return [party.name.lower()]
    return [f"{party.country}:{party.role}"] if party.country and party.role else []
