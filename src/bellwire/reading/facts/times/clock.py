"""Clock times: 9 a.m. EST Tuesday, 2000 GMT, 3 p.m. (2000 GMT), 14:30, five o'clock, half past three, noon."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from re import Match

from bellwire.reading.facts.times.cues import day_told
from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, rule, shifted
from bellwire.reading.facts.times.near import DAYS, weekday_near
from bellwire.reading.facts.times.numbers import ONES, OPT, S, number_of, options
from bellwire.reading.facts.times.words import MONTH, PART, WEEKDAY, ZONE, ZONES, weekday_of


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes after midnight of a clock's figures; None where no clock shows them."""
    h, m = int(hour), int(minute or 0)
    if half:
        if not 1 <= h <= 12:
            return None
        h = h % 12 + (12 if half.lower().startswith("p") else 0)
    return h * 60 + m if h < 24 and m < 60 else None


def _day(match: Match[str], scene: Scene) -> tuple[date, bool]:
    """The day that stands beside a clock time, else the last that the text named, at first the article's own; and
    whether one stands there.
    """
    found = match.groupdict()
    for name in ("weekday", "before"):
        if found.get(name):
            return weekday_near(scene, weekday_of(found[name]), "", match.start(), match.end()), True
    if found.get("near"):
        return shifted(scene.today, DAYS[found["near"].lower()]), True
    return day_told(scene, match.start(), match.end()), False


def _mention(match: Match[str], scene: Scene, minutes: int, zone: str | None, utc: int | None = None) -> TimeMention:
    """The mention of a time of day: `minutes` local, in `zone` if known, at `utc` minutes Greenwich if given."""
    day, own = _day(match, scene)
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
    value = f"{day.isoformat()}T{hours:02d}:{rest:02d}" + "Z" * ((zone or "").lower() == "utc")
    return TimeMention(match.start(), match.end(), value, "TIME", day, day, at=at, precision="minute", loose=not own)


def _clock(match: Match[str], scene: Scene) -> TimeMention | None:
    minutes = _minutes(match["hour"], match["minute"], match["half"])
    if minutes is None:
        return None
    return _mention(match, scene, minutes, match["zone"], _greenwich(match))


def _greenwich(match: Match[str]) -> int | None:
    """The minutes of Greenwich in brackets, before the day or behind it."""
    for hour, minute in (("gh", "gm"), ("gh2", "gm2")):
        if match.groupdict().get(hour):
            return _minutes(match[hour], match[minute], None)
    return None


def _zoned(match: Match[str], scene: Scene) -> TimeMention | None:
    minutes = _minutes(match["hour"], match["minute"], None)
    return None if minutes is None else _mention(match, scene, minutes, match["zone"])


def _first_hour(match: Match[str], scene: Scene) -> TimeMention | None:
    """The first of "6 to 8 p.m."; before noon in "10 to 2 p.m."."""
    minutes, until = (_minutes(match[hour], None, match["half"]) for hour in ("hour", "until"))
    if minutes is None or until is None:
        return None
    minutes += int(match["minute"] or 0)
    return _mention(match, scene, minutes - 720 if minutes > until >= 720 else minutes, None)


def _noon(match: Match[str], scene: Scene) -> TimeMention:
    """Noon is twelve; midnight is where a day ends: the value says so, the day is the one it closes."""
    utc = _greenwich(match)
    if match["noon"].lower() in ("noon", "midday", "noontime"):
        return _mention(match, scene, 720, match["zone"], utc)
    day, own = _day(match, scene)
    found = _mention(match, scene, 0, match["zone"], utc)
    at = found.at + timedelta(days=1) if found.at and day < date.max else None
    value = f"{day.isoformat()}T24:00"
    return TimeMention(match.start(), match.end(), value, "TIME", day, shifted(day, 1), at, "minute", loose=not own)


def _spoken(match: Match[str], scene: Scene) -> TimeMention | None:
    """Five o'clock, half past three, quarter to six in the evening, ten thirty a.m."""
    hour = int(number_of(match["hour"]) or 0)
    part = (match["part"] or "").lower()
    if not 1 <= hour <= (12 if part else 23):
        return None
    if part.startswith(("afternoon", "evening", "night", "p.m")):
        hour = hour % 12 + 12
    past = {"half": 30, "quarter": 15, "": 0}.get((match["bit"] or "").lower())
    minutes = int(number_of(match["bit"]) or 0) if past is None else past
    total = 60 * hour + (-minutes if (match["side"] or "").lower() == "to" else minutes)
    return _mention(match, scene, total % 1440, None)


_WHEN = (
    rf"(?:,?{S}(?:on{S})?(?:(?P<weekday>{WEEKDAY})|(?P<near>today|yesterday|tomorrow))(?!{S}{PART}\b"
    rf"|,?{S}(?:the{S})?(?:{MONTH}{S}\d|\d\d?(?:st|nd|rd|th)?{S}(?:of{S})?{MONTH})))?"
)
#: Greenwich time behind the day: "6 a.m. Friday (0130 GMT)".
_GMT_LAST = rf"(?:{S}\((?P<gh2>[012]\d):?(?P<gm2>[0-5]\d)(?:{OPT}(?:gmt|utc))\))?"
_GMT = rf"(?:{OPT}\((?P<gh>[012]\d):?(?P<gm>[0-5]\d)(?:{OPT}(?:gmt|utc))\))?"
_LOCAL = rf"(?:{OPT}\(\d\d?(?:[:.][0-5]\d)?{OPT}(?:a\.?m|p\.?m)\b\.?(?:{S}[\w ]{{2,20}})?\))?"
_ON = rf"(?:(?P<before>{WEEKDAY}),?{S}(?:at{S})?)?"
_HERE = rf"{S}\(?(?:local(?:{S}time)?|(?-i:[A-Z])[a-z]{{2,14}}{S}time)(?![\w])\)?"
_HOUR = options([*ONES][:12])
_UNTIL = rf"(?P<until>1?\d)(?:[:.][0-5]\d)?{OPT}(?P<half>a\.?m|p\.?m)\b"
RULES: tuple[TimeRule, ...] = (
    rule(
        "digit",
        rf"{_ON}(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?{OPT}(?P<half>a\.?m|p\.?m)\.?(?:{_HERE}|{S}(?P<zone>"
        rf"{ZONE})\b)?{_GMT}{_WHEN}{_GMT_LAST}",
        _clock,
    ),
    rule(
        "digit",
        rf"(?P<hour>[012]\d):?(?P<minute>[0-5]\d){OPT}(?:hrs{S}|hours{S})?(?P<zone>{ZONE})"
        rf"{_LOCAL}{_WHEN}",
        _zoned,
    ),
    rule(
        "digit",
        rf"{_ON}(?P<hour>[012]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![:.]\d)(?:{_HERE})?(?P<half>)(?P<zone>)"
        rf"{_GMT}{_WHEN}{_GMT_LAST}",
        _clock,
    ),
    rule(
        "digit",
        rf"(?P<hour>[012]\d)[:.]?(?P<minute>[0-5]\d){OPT}(?:(?:hours|hrs)(?!{S}of\b)|h(?={S}local)|(?-i:H)|"
        rf"(?={S}local{S}time))(?:{_HERE}"
        rf")?(?P<half>)"
        rf"(?P<zone>){_GMT}{_WHEN}",
        _clock,
    ),
    rule(
        "noon",
        rf"(?<!high\s)(?:12{S})?(?P<noon>noontime|noon|midday|midnight)(?:{_HERE}|{S}(?P<zone>{ZONE}))?"
        rf"{_GMT}{_WHEN}{_GMT_LAST}",
        _noon,
    ),
    rule(
        "oclock",
        rf"(?:(?P<bit>half|quarter|ten|twenty|five){S}(?P<side>past|to){S})?(?P<hour>\d\d?|{_HOUR}){S}o['’]?{OPT}clock"
        rf"(?:{S}in{S}the{S}(?P<part>morning|afternoon|evening))?{_WHEN}",
        _spoken,
    ),
    rule(
        "digit",
        rf"(?<=at\s)(?P<hour>[012]?\d)\.(?P<minute>[0-5]\d)(?P<half>)(?P<zone>)(?={S}on\b){_GMT}{_WHEN}",
        _clock,
    ),
    rule(
        "oclock",
        rf"(?P<bit>half|quarter|five|ten|twenty){S}(?P<side>past){S}(?P<hour>{_HOUR})(?P<part>){_WHEN}",
        _spoken,
    ),
    rule(
        "part unit",
        rf"(?<=at\s|by\s)(?P<hour>\d\d?|{_HOUR})(?P<bit>)(?P<side>){S}in{S}the{S}(?P<part>morning|afternoon|"
        rf"evening){_WHEN}",
        _spoken,
    ),
    rule(
        "meridian",
        rf"(?P<hour>{_HOUR})(?:[\s-](?P<bit>fifteen|thirty|forty-five))?(?P<side>){S}(?P<part>[ap]\.m)\.?(?:{_HERE}|"
        rf"{S}eastern)?{_WHEN}",
        _spoken,
    ),
    rule("digit meridian", rf"(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?(?=(?:-|{S}to{S}){_UNTIL})", _first_hour),
    rule(
        "digit meridian",
        rf"(?<=between\s)(?P<hour>1?\d)(?:[:.](?P<minute>[0-5]\d))?(?={S}and{S}{_UNTIL})",
        _first_hour,
    ),
    rule("oclock", rf"(?P<bit>half|quarter){S}(?P<side>past|to){S}(?P<hour>{_HOUR})(?P<part>){_WHEN}", _spoken),
)  # fmt: skip
