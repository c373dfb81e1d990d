"""A reading on a terminal: the copy with its evidence marked, then its events as a table."""

from __future__ import annotations

from rich.console import Console, Group
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bellwire.reading.reading import MARKS, Direction, Event, Reading, Status
from bellwire.wire import Article

_COLOUR = {
    Direction.ESCALATION: "red",
    Direction.DE_ESCALATION: "green",
    Direction.IMPACT: "yellow",
    Direction.MIXED: "magenta",
}


#: Controls in copy would drive the terminal, and marks of direction turn what stands round it: each is shown as a sign
#: of its own, which keeps all offsets.
_CONTROLS = dict.fromkeys(
    [*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD
) | {ord("\n"): 0x0A, ord("\t"): 0x20, ord("\r"): 0x20}


def harmless(text: str) -> str:
    """Text of a wire as a terminal may show it: no escape sequence, no turned direction; as long as before."""
    return text.translate(_CONTROLS)


def show(console: Console, article: Article, reading: Reading) -> None:
    """Print both; colour only where the terminal has it, and never colour alone."""
    console.print(Group(_title(article, reading), _marked(article, reading), _events(reading)))


def _title(article: Article, reading: Reading) -> Group:
    said = filter(None, (article.provider, article.located, str(article.version_time or "no time")))
    where = harmless(" · ".join(said))
    mark = MARKS.get(reading.direction, "–")
    return Group(
        Rule(style="dim"),
        Text(
            harmless(
                f"{mark} {reading.direction}   {reading.outcome}   {article.uri} version {article.version or '–'}"
            ),
            "bold",
        ),
        Text(where, "dim"),
    )


def _marked(article: Article, reading: Reading) -> Text:
    """Headline and body with evidence underlined and each trigger in its direction's colour."""
    text = Text(harmless(f"\n{article.headline}\n\n"), "bold")
    offsets = {"headline": 1, "body": len(text)}
    text.append(harmless(article.body), "none")
    for event in reading.events:
        colour = _COLOUR.get(event.direction, "cyan")
        for evidence in event.evidence:
            shift = offsets[evidence.field]
            text.stylize("underline", shift + evidence.start, shift + evidence.end)
            text.stylize(f"bold reverse {colour}", shift + evidence.trigger[0], shift + evidence.trigger[1])
    text.append("\n")
    return text


def _events(reading: Reading) -> Table | Text:
    if not reading.events:
        return Text("No events.", "dim")
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    for name in ("kind", "status", "who → whom", "where", "when", "says", "rings", "rule"):
        table.add_column(name, overflow="fold")
    for event in reading.events:
        table.add_row(*_row(event), style="dim" if event.status is Status.PAST else "")
    return table


def _row(event: Event) -> tuple[str | Text, ...]:
    kind = Text(f"{MARKS.get(event.direction, '·')} {event.kind}", _COLOUR.get(event.direction, "none"))
    named = (party.name or party.text if party else "–" for party in (event.actor, event.target))
    parties = harmless(" → ".join(named))
    counts = "".join(
        f" {least if least == most else f'{least}-{most}'} {what}" for what, (least, most) in event.counts.items()
    )
    when = event.when.start.isoformat() if event.when else "–"
    if event.when and event.when.end != event.when.start:
        when += f" … {event.when.end.isoformat()}"
    says = ", ".join(
        f"{said.source} ({said.grade}{', denies' if said.stance == 'denies' else ''})" for said in event.attribution
    )
    status = f"{event.status}{' (disputed)' if event.disputed else ''}"
    where = event.place.path if event.place else "–"
    return (
        kind,
        status,
        parties + counts,
        where,
        when,
        harmless(says) or "–",
        "yes" if event.alertable else "",
        event.rule,
    )
