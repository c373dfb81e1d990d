"""`bellwire dead-letters`: what could not be worked on, and sending it again."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bellwire.cli.options import Brokers
from bellwire.errors import BellwireError
from bellwire.settings import Settings, chosen_settings

if TYPE_CHECKING:
    from bellwire.stream.resend import Letter, Wanted

dead_letters = typer.Typer(help="List what could not be worked on, show one, send it again.", no_args_is_help=True)

_Topic = Annotated[
    Literal["articles", "articles.urgent", "readings"] | None, typer.Option(help="Only what came from this topic.")
]
_Reason = Annotated[str | None, typer.Option(help="Only what has this reason (docs/operations.md).")]
_Since = Annotated[str | None, typer.Option(help="Only since a time, or how long ago (30m, 2h, 7d).")]
_PLACE = "PARTITION@OFFSET of a dead letter, as listed."


@dead_letters.command("list")
def list_letters(topic: _Topic = None, reason: _Reason = None, since: _Since = None, brokers: Brokers = None) -> None:
    """A line each, oldest first: where it lies, where it came from, why, and whether it was sent again."""
    from bellwire.cli.columns import Columns
    from bellwire.stream.resend import find

    settings = _settings(brokers)
    widths = {"written": 20, "letter": 8, "came from": 34, "attempts": -8, "state": 7, "reason": 14, "sentence": 0}
    columns = Columns(widths)
    for letter in find(settings, _wanted(topic, reason, since)):
        state = "resent" if letter.resent else "waits"
        written = f"{letter.written:%Y-%m-%dT%H:%M:%SZ}"
        columns.row(written, letter.place, letter.origin, letter.attempts, state, letter.reason, letter.sentence)


@dead_letters.command()
def show(
    place: Annotated[str, typer.Argument(metavar="LETTER", help=_PLACE)],
    raw: Annotated[bool, typer.Option("--raw", help="The original bytes alone, as they came.")] = False,
    brokers: Brokers = None,
) -> None:
    """All that is known of one, and its text; what is no text, or would move the cursor, is escaped."""
    from bellwire.stream.resend import messages

    settings = _settings(brokers)
    [letter] = _named(settings, [place])
    [(_, message)] = messages(settings, [letter])
    if raw:
        sys.stdout.buffer.write(message.value)
        sys.stdout.buffer.flush()
        return
    told = {
        "letter": letter.place,
        "came from": letter.origin,
        "reason": letter.reason,
        "sentence": letter.sentence,
        "error": letter.error_class,
        "attempts": letter.attempts,
        "first seen": letter.first_seen,
        "written": letter.written.isoformat(),
        "by": f"Bellwire {letter.version}",
        "sent again": "yes" if letter.resent else "no",
        "key": "none" if message.key is None else _text(message.key),
        "bytes": f"{letter.size:,}",
    }
    for name, value in told.items():
        typer.echo(f"{name:11} {_text(str(value).encode('utf-8', 'replace'))}")
    for name, header in letter.headers:
        typer.echo(f"header      {_text(name.encode())}: {_text(header)}")
    typer.echo("")
    for line in message.value.split(b"\n"):
        typer.echo(_text(line))


@dead_letters.command()
def resend(
    places: Annotated[list[str] | None, typer.Argument(metavar="LETTER…", help=_PLACE)] = None,
    all_: Annotated[bool, typer.Option("--all", help="All that the filters let through.")] = False,
    topic: _Topic = None,
    reason: _Reason = None,
    since: _Since = None,
    limit: Annotated[int | None, typer.Option(help="At most so many, the oldest first.", min=1)] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what was sent again before.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; send nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    brokers: Brokers = None,
) -> None:
    """Send them to the topic that they came from: key, bytes and headers as they came, with `attempt` one higher.

    What was sent again before is left out, so a second time is harmless. Exit 0 when the broker has confirmed all.
    """
    if bool(places) == (all_ or any((topic, reason, since))):
        raise typer.BadParameter("name dead letters, or say which with --reason, --topic, --since or --all")
    from bellwire.stream import resend as box

    settings = _settings(brokers)
    found = _named(settings, places) if places else box.find(settings, _wanted(topic, reason, since))
    chosen = [letter for letter in found if box.ours(settings, letter) and (again or not letter.resent)][:limit]
    before = sum(letter.resent for letter in found) if not again else 0
    foreign = sum(not box.ours(settings, letter) for letter in found)
    if before:
        _say(f"{before:,} sent again before and left out (--again takes them too)")
    if foreign:
        _say(f"{foreign:,} came from topics that are not ours and are left out")
    if dry_run or not chosen:
        for letter in chosen:
            _say(f"would send {letter.place} to {letter.topic}: {letter.reason}")
        _say(f"{len(chosen):,} to send")
        return
    if not (yes or places) and not _confirmed(len(chosen)):
        raise typer.Exit(1)
    total = box.resend(settings, chosen)
    for lost in total.undelivered:
        _say(f"{lost.label}: {lost.sentence}")
    _say(f"{total.confirmed:,} sent again, {len(total.undelivered):,} not")
    if total.undelivered or not total.settled:
        raise BellwireError("not all was confirmed; the same command again sends the rest", reason="undelivered")


def _named(settings: Settings, places: list[str]) -> list[Letter]:
    from bellwire.stream.resend import Wanted, find

    found = find(settings, Wanted(places=frozenset(places)))
    if missing := set(places) - {place for letter in found for place in (letter.place, *letter.also)}:
        raise BellwireError(f"no dead letter at {', '.join(sorted(missing))}; `bellwire dead-letters list` has them")
    return found


def _wanted(topic: str | None, reason: str | None, since: str | None) -> Wanted:
    from bellwire.errors import DEAD_LETTER_REASONS
    from bellwire.stream.resend import Wanted
    from bellwire.subscribe.since import read_since

    if reason is not None and reason not in DEAD_LETTER_REASONS:
        raise typer.BadParameter(f"no such reason; there are {', '.join(DEAD_LETTER_REASONS)}", param_hint="--reason")
    begin = read_since(since, datetime.now(UTC)) if since is not None else None
    if begin is not None and not isinstance(begin, datetime):
        raise typer.BadParameter("a time, or how long ago: 2h, 7d", param_hint="--since")
    return Wanted(topic=topic or "", reason=reason or "", since=begin)


def _settings(brokers: str | None) -> Settings:
    import logging

    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    return chosen_settings(brokers=brokers)


def _confirmed(count: int) -> bool:
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked here: add --yes", param_hint="--yes")
    return typer.confirm(f"Send {count:,} dead letters again?", err=True)


def _text(data: bytes) -> str:
    """As a terminal may show it: what is not printable as an escape."""
    text = data.decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _say(line: str) -> None:
    typer.echo(line, err=True)
