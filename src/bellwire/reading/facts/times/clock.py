"""Clock times: 9 a.m. EST Tuesday, 2000 GMT, 3 p.m. (2000 GMT), 14:30, noon, midnight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from re import Match

from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, rule, shifted
from bellwire.reading.facts.times.relative import DAYS, weekday_near
from bellwire.reading.facts.times.words import OPT, WEEKDAY, ZONE, ZONES, S, weekday_of


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes after midnight of a clock's figures; None where no clock shows them."""
    h, m = int(hour), int(minute or 0)
    if half:
        if not 1 <= h <= 12:
            return None
        h = h % 12 + (12 if half.lower().startswith("p") else 0)
    return h * 60 + m if h < 24 and m < 60 else None


def _day(match: Match[str], scene: Scene) -> date:
    """The day that stands beside a clock time; else the last that the text named, at first the article's own."""
    found = match.groupdict()
    if found.get("weekday"):
        return weekday_near(scene, weekday_of(found["weekday"]), "", match.start(), match.end())
    if found.get("before"):
        return weekday_near(scene, weekday_of(found["before"]), "", match.start(), match.end())
    if found.get("near"):
        return shifted(scene.today, DAYS[found["near"].lower()])
    return scene.reference


def _mention(match: Match[str], scene: Scene, minutes: int, zone: str | None, utc: int | None = None) -> TimeMention:
    """The mention of a time of day: `minutes` local, in `zone` if known, at `utc` minutes Greenwich if given."""
    day = _day(match, scene)
    scene.reference = day
    hours, rest = divmod(minutes, 60)
    at: datetime | None = None
    if zone:
        offset = timezone(timedelta(hours=ZONES[zone.lower()]))
        at = datetime.combine(day, time(hours, rest), offset)
    elif utc is not None:
        behind = (minutes - utc + 720) % 1440 - 720
        at = datetime.combine(day, time(hours, rest), timezone(timedelta(minutes=behind)))
    try:
        at = at.astimezone(scene.anchor.tzinfo) if at else None
    except OverflowError:
        at = None
    value = f"{day.isoformat()}T{hours:02d}:{rest:02d}"
    return TimeMention(match.start(), match.end(), value, "TIME", day, day, at=at, precision="minute")


def _clock(match: Match[str], scene: Scene) -> TimeMention | None:
    minutes = _minutes(match["hour"], match["minute"], match["half"])
    if minutes is None:
        return None
    utc = _minutes(match["gh"], match["gm"], None) if match["gh"] else None
    return _mention(match, scene, minutes, match["zone"], utc)


def _zoned(match: Match[str], scene: Scene) -> TimeMention | None:
    minutes = _minutes(match["hour"], match["minute"], None)
    return None if minutes is None else _mention(match, scene, minutes, match["zone"])


def _noon(match: Match[str], scene: Scene) -> TimeMention:
    """Noon is twelve; midnight is where a day ends: the value says so, the day is the one it closes."""
    if match["noon"].lower() in ("noon", "midday"):
        return _mention(match, scene, 720, match["zone"])
    day = _day(match, scene)
    found = _mention(match, scene, 0, match["zone"])
    at = found.at + timedelta(days=1) if found.at and day < date.max else None
    return TimeMention(
        match.start(), match.end(), f"{day.isoformat()}T24:00", "TIME", day, shifted(day, 1), at, "minute"
    )


_WHEN = rf"(?:,?{S}(?:on{S})?(?:(?P<weekday>{WEEKDAY})|(?P<near>today|yesterday|tomorrow)))?"
_GMT = rf"(?:{OPT}\((?P<gh>[012]\d):?(?P<gm>[0-5]\d)(?:{OPT}(?:gmt|utc))\))?"
_ON = rf"(?:(?P<before>{WEEKDAY}),?{S}(?:at{S})?)?"
RULES: tuple[TimeRule, ...] = (
    rule(
        "digit",
        rf"{_ON}(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?{OPT}(?P<half>a\.?m|p\.?m)\.?(?:{S}(?:local{S}time|(?P<zo"
        rf"ne>{ZONE})))?{_GMT}{_WHEN}",
        _clock,
    ),
    rule("digit", rf"(?P<hour>[012]\d):?(?P<minute>[0-5]\d){OPT}(?:hrs{S}|hours{S})?(?P<zone>{ZONE}){_WHEN}", _zoned),
    rule(
        "digit",
        rf"(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?:{S}local{S}time)?(?P<half>)(?P<zone>){_GMT}{_WHEN}",
        _clock,
    ),
    rule(
        "digit",
        rf"(?P<hour>[012]\d)(?P<minute>[0-5]\d){S}(?:local{S}time|hours|hrs)(?P<half>)(?P<zone>){_GMT}{_WHEN}",
        _clock,
    ),
    rule("noon", rf"(?<!high\s)(?P<noon>noon|midday|midnight)(?:{S}(?:local{S}time|(?P<zone>{ZONE})))?{_WHEN}", _noon),
)  # fmt: skip
