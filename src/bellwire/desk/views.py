"""Alerts and threads as the page shows them: words, marks and spans, so that templates only have to place them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlencode

from bellwire.desk.words import Moment, counts, moment, place_words
from bellwire.reading.reading import MARKS, Attribution, Direction, Evidence, Grade
from bellwire.watch.alert import Alert, Certainty, CitedEvidence, Deadline, DeadlineState, MsgType, Priority, Score
from bellwire.watch.keys import country_of

#: A mark and a word for each direction: never the colour alone.
DIRECTIONS = {one: (MARKS.get(one, "·"), one.value) for one in Direction}

#: Strokes of the teletype's bell.
BELLS = {Priority.FLASH: 10, Priority.BULLETIN: 5, Priority.URGENT: 3, Priority.ROUTINE: 0}

CERTAINTIES = {
    Certainty.OBSERVED: "seen by the agency's own reporter or told as fact by several",
    Certainty.LIKELY: "told as fact by a source that should know",
    Certainty.POSSIBLE: "claimed, not confirmed",
    Certainty.UNLIKELY: "denied, or against what others tell",
    Certainty.UNKNOWN: "nothing to judge by yet",
}

GRADES = {
    Grade.OWN_REPORTER: "own reporter",
    Grade.NAMED: "named source",
    Grade.OFFICIAL: "official",
    Grade.UNNAMED: "unnamed source",
    Grade.PARTY: "party to the conflict",
}

#: The kind of alerts that no thread is behind.
TEMPO = "tempo"

DEADLINES = {
    DeadlineState.OPEN: "",
    DeadlineState.NEAR: "near",
    DeadlineState.MET: "met",
    DeadlineState.PASSED: "passed, no outcome told",
    DeadlineState.AVERTED: "averted",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """An evidence sentence in three pieces, the middle one the trigger; with where it stands."""

    before: str
    trigger: str
    after: str
    field: str
    uri: str
    version: str


@dataclass(frozen=True, slots=True)
class Says:
    """One voice: who, how the copy goes on after the name ("said"), what kind of source, and whether it denies.

    `quote` is the words of attribution where they do not begin with the name.
    """

    source: str
    goes_on: str
    quote: str
    grade: str
    denies: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of the score; `width` of 100 is the widest part's."""

    name: str
    points: str
    why: str
    width: int
    minus: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in words."""

    what: str
    at: Moment
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert version, ready to be placed."""

    id: str
    thread: str
    version: int
    type: str
    label: str
    canceled: bool
    exercise: str
    headline: str
    changed: str
    reason: str
    priority: str
    bells: int
    direction: str
    mark: str
    direction_word: str
    kind: str
    status: str
    place: str
    precision: str
    updated: Moment
    first_seen: Moment
    sources: tuple[str, ...]
    articles: int
    unique_texts: int
    certainty: str
    certainty_why: str
    contested: bool
    evidence: tuple[Marked, ...]
    asserting: tuple[Says, ...]
    denying: tuple[Says, ...]
    score: str
    method: str
    parts: tuple[Part, ...]
    deadline: Due | None
    provider: str
    counts: tuple[str, ...]
    country: str
    like: str
    uri: str
    uri_version: str

    @property
    def has_page(self) -> bool:
        """Whether there is a story to lead to: a tempo is counted of many, and has none."""
        return self.kind != TEMPO


def view(alert: Alert) -> AlertView:
    """An alert as it is shown."""
    mark, word = DIRECTIONS[alert.direction]
    place = alert.event.place
    voices = tuple(_says(voice) for voice in _distinct(alert.attribution))
    return AlertView(
        id=alert.id,
        thread=alert.thread,
        version=alert.version,
        type=alert.msg_type.value,
        label=_label(alert),
        canceled=alert.msg_type is MsgType.CANCEL,
        exercise="" if alert.status == "Actual" else alert.status,
        headline=alert.headline,
        changed=alert.changed or "",
        reason=alert.reason.replace("-", " "),
        priority=alert.priority.value,
        bells=BELLS[alert.priority],
        direction=alert.direction.value,
        mark=mark,
        direction_word=word,
        kind=alert.event.kind,
        status=alert.event.status.value,
        place=place_words(place),
        precision=place.precision if place else "",
        updated=moment(alert.updated),
        first_seen=moment(alert.first_seen),
        sources=alert.corroboration.independent_sources,
        articles=alert.corroboration.articles,
        unique_texts=alert.corroboration.unique_texts,
        certainty=alert.certainty.value,
        certainty_why=CERTAINTIES[alert.certainty],
        contested=alert.contested,
        evidence=tuple(marked(proof) for proof in alert.evidence),
        asserting=tuple(voice for voice in voices if not voice.denies),
        denying=tuple(voice for voice in voices if voice.denies),
        score=f"{alert.score.value:g}",
        method=alert.score.method,
        parts=_parts(alert.score),
        deadline=_due(alert.deadline),
        provider=alert.article.provider if alert.article else "",
        counts=counts(alert.event),
        country=country_of(alert.event),
        like=_like(alert),
        uri=alert.article.uri if alert.article else "",
        uri_version=alert.article.version if alert.article else "",
    )


def marked(proof: Evidence) -> Marked:
    """The sentence cut at its trigger; a trigger that does not lie in it marks nothing."""
    start, end = (offset - proof.start for offset in proof.trigger)
    if not 0 <= start < end <= len(proof.text):
        start = end = len(proof.text)
    cited = proof if isinstance(proof, CitedEvidence) else None
    return Marked(
        before=proof.text[:start],
        trigger=proof.text[start:end],
        after=proof.text[end:],
        field=proof.field,
        uri=cited.uri if cited else "",
        version=cited.version if cited else "",
    )


def _like(alert: Alert) -> str:
    """The filter of what is like it: of the same kind in the same country."""
    country = country_of(alert.event)
    return urlencode([("kind", alert.event.kind), *([("country", country)] if country else [])])


def _label(alert: Alert) -> str:
    """As wires number them: the first update is the second version."""
    if alert.msg_type is MsgType.CANCEL:
        return "Withdrawn"
    return "Alert" if alert.msg_type is MsgType.ALERT else f"Update {alert.version - 1}"


def _distinct(voices: Iterable[Attribution]) -> list[Attribution]:
    """Each voice once, as the alert means it: an alert puts what its leading event says first, and who denies another
    thing in the same story does not deny this one."""
    found: dict[str, Attribution] = {}
    for voice in voices:
        found.setdefault((voice.source or voice.text).casefold(), voice)
    return list(found.values())


def _says(voice: Attribution) -> Says:
    source = voice.source or voice.text
    begins = voice.text[: len(source)].casefold() == source.casefold()
    return Says(
        source=source,
        goes_on=voice.text[len(source) :] if begins else "",
        quote="" if begins else voice.text,
        grade=GRADES[voice.grade],
        denies=voice.stance == "denies",
    )


def _parts(score: Score) -> tuple[Part, ...]:
    widest = max((abs(part.value) for part in score.parts), default=0) or 1
    return tuple(
        Part(
            name=part.name,
            points=f"{part.value:+g}".replace("-", "−"),
            why=part.why.replace("-", " ") if part.name == "novelty" else part.why,
            width=round(100 * abs(part.value) / widest),
            minus=part.value < 0,
        )
        for part in score.parts
    )


def _due(deadline: Deadline | None) -> Due | None:
    if deadline is None:
        return None
    at = moment(deadline.at)
    if deadline.precision == "day":
        at = Moment(at.iso, f"{deadline.at.astimezone(UTC).day} {deadline.at.astimezone(UTC):%b %Y}")
    return Due(what=deadline.what, at=at, state=deadline.state.value, words=DEADLINES[deadline.state])
