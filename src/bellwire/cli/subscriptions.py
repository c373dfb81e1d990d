"""`bellwire subscriptions`: who is sent what; `check`: what is wrong with the file; `test`: what wire would send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from bellwire.errors import BellwireError
from bellwire.printable import printable
from bellwire.settings import chosen_settings

if TYPE_CHECKING:
    from bellwire.delivery.rehearsal import Fate
    from bellwire.delivery.subscriptions import Subscription
    from bellwire.delivery.timing import Digest

subscriptions = typer.Typer(
    help="Show who is sent which alerts, where to and when.", invoke_without_command=True, rich_markup_mode=None
)

_File = Annotated[
    Path | None,
    typer.Option(
        "--subscriptions", metavar="FILE", help="The file of subscriptions. [env: BELLWIRE_SUBSCRIPTIONS_FILE]"
    ),
]


@subscriptions.callback()
def show(context: typer.Context) -> None:
    """Show who is sent which alerts, where to and when: a row a subscription of subscriptions.toml."""
    if context.invoked_subcommand is not None:
        return
    from bellwire.cli.columns import Columns
    from bellwire.delivery.subscriptions import known_subscriptions

    rows = Columns({"subscription": 20, "route": 8, "least": 8, "when": 14, "matchers": 40})
    for one in known_subscriptions(chosen_settings()).values():
        rows.row(one.name, one.route, one.least, _when(one.digest), ", ".join(map(str, one.matchers)) or "everything")


@subscriptions.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file; without it the one of BELLWIRE_SUBSCRIPTIONS_FILE."),
    ] = None,
) -> None:
    """Tell what is wrong with the file of subscriptions, line by line, and what to write, and which keys are lacking;
    exit 1 where anything is."""
    from bellwire.delivery.keys import Keys, known_keys, missing
    from bellwire.delivery.subscriptions import read_subscriptions
    from bellwire.toml_file import text_of

    settings = chosen_settings()
    path = file or Path(settings.subscriptions_file)
    found, problems = read_subscriptions(text_of(path, "bad-subscriptions"))
    lines = [f"{path}:{problem.line}: {problem.sentence}" for problem in problems]
    if not problems:
        keys = known_keys(settings)
        lacking = (missing(one, keys.get(name, Keys())) for name, one in found.items())
        lines = [f"{settings.subscription_keys_file}: {sentence}" for sentence in lacking if sentence]
    for line in lines:
        typer.echo(line)
    if lines:
        raise BellwireError(f"{path}: {len(lines)} to mend", reason="bad-subscriptions")
    typer.echo(f"{path}: {len(found)} subscription{'' if len(found) == 1 else 's'}, nothing wrong")


@subscriptions.command()
def test(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help='Files of wire copy; "-" is standard input.')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="FILE holds one article a line (.gz too).")] = False,
    name: Annotated[list[str] | None, typer.Option(help="Only this subscription; may be repeated.")] = None,
    file: _File = None,
    json: Annotated[
        bool, typer.Option("--json", help="A JSON line for each verdict, also of what is not sent.")
    ] = False,
) -> None:
    """Tell what each subscription would have been sent of these articles, and when: nothing is sent. A summary goes to
    stderr."""
    from bellwire.cli.backtest import alerts_of
    from bellwire.delivery.rehearsal import Run

    settings = chosen_settings(subscriptions_file=str(file) if file else None)
    run = Run(_chosen(Path(settings.subscriptions_file), name))
    counts: Counter[tuple[str, str]] = Counter()

    def tell(fates: Iterable[Fate]) -> None:
        for fate in fates:
            word = fate.state if fate.state not in (None, "sent") else fate.verdict.decision.why
            counts[fate.verdict.subscription.name, str(word)] += 1
            if json or fate.state == "sent":
                typer.echo(_json(fate) if json else _line(fate))

    for alert in alerts_of(files, jsonl=jsonl, settings=settings):
        tell(run.take(alert))
    tell(run.finish())
    for (subscription, why), count in sorted(counts.items()):
        typer.echo(f"{subscription}: {count} {why}", err=True)


def _chosen(path: Path, names: list[str] | None) -> list[Subscription]:
    from bellwire.delivery.subscriptions import read_subscriptions
    from bellwire.toml_file import load, nearest

    known = load(path, "subscriptions", read_subscriptions)
    for name in names or ():
        if name not in known:
            hint = nearest(name, known, f"there are {', '.join(known) or 'none'}")
            raise BellwireError(f"no subscription {name} in {path}; {hint}")
    return [known[name] for name in names or known]


def _when(digest: Digest | None) -> str:
    if digest is None:
        return "at once"
    return f"every {_span(digest.every)}" if digest.every else f"at {digest.at:%H:%M}"


def _span(span: timedelta) -> str:
    from bellwire.cli.feeds import short

    return short(span)


def _line(fate: Fate) -> str:
    alert, verdict = fate.verdict.alert, fate.verdict
    when = f"{fate.at:%Y-%m-%d %H:%M:%S}Z"
    text = (
        f"{when} {verdict.subscription.name} {alert.priority:8} {alert.msg_type:6} {alert.headline} "
        f"({verdict.decision.why})"
    )
    return printable(text, " ")


def _json(fate: Fate) -> str:
    verdict = fate.verdict
    return msgspec.json.encode(
        {
            "subscription": verdict.subscription.name,
            "alert": verdict.alert.id,
            "headline": verdict.alert.headline,
            "why": verdict.decision.why.value,
            "state": fate.state,
            "at": fate.at,
        }
    ).decode()
