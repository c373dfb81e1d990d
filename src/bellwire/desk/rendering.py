"""Templates, and what every page has in common. Everything is escaped; a page needs no script to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from bellwire.delivery.filters import BadFilter, Filter, read_query
from bellwire.desk.board import Board
from bellwire.desk.live import Live
from bellwire.desk.people import Person, known
from bellwire.desk.views import BELLS, DIRECTIONS, view
from bellwire.desk.words import Moment, moment
from bellwire.ledger import Deed, Silence
from bellwire.reading.facts.tables import country_names
from bellwire.watch.alert import Alert, Priority

_templates = Environment(
    loader=PackageLoader("bellwire.desk"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(
    priorities=[(priority.value, BELLS[priority]) for priority in Priority], directions=DIRECTIONS, moment=moment
)

#: What pages have in common that tell nothing new.
_STILL = {"path": "", "place": "", "feed": "", "done": 0, "me": Person()}


@dataclass(frozen=True, slots=True)
class SilenceView:
    """A silence, ready to be placed."""

    id: str
    words: list[tuple[str, str]]
    query: str
    by: str
    reason: str
    begins: Moment
    ends: Moment


def page(request: Request, name: str, *, place: str | None = None, **values: Any) -> HTMLResponse:
    """A page that goes on by itself from `place` in the stream (by default from now)."""
    live: Live = request.app.state.live
    board: Board = request.app.state.board
    common = {
        "place": live.place if place is None else place,
        "feed": live.state,
        "done": board.seq,
        "me": known(request),
    }
    return _answer(name, 200, path=request.url.path, **common, **values)


def error_page(status: int, title: str, detail: str, onward: str = "/") -> HTMLResponse:
    """A page that says what is wrong, and leads on."""
    return _answer("error.html", status, **_STILL, status=status, title=title, detail=detail, onward=onward)


def login_page(name: str, onward: str, *, wrong: str = "", status: int = 200) -> HTMLResponse:
    """The login; `name` is who is in already, `wrong` what went wrong."""
    return _answer("login.html", status, **_STILL, name=name, onward=onward, wrong=wrong)


def render_row(alert: Alert) -> str:
    """A row of the list, as the page's script puts it in."""
    return _templates.get_template("row.html").render(alert=view(alert), acknowledged=None, places={alert.id: ""})


def render_acknowledged(deed: Deed) -> str:
    """The line of a row that says who has seen it."""
    macros: Any = _templates.get_template("parts.html").module
    return str(macros.acknowledged(deed, moment(deed.at)))


def filter_words(wanted: Filter) -> list[tuple[str, str]]:
    """Each name with a value as a person would say it."""
    countries = country_names()
    return [(name, countries.get(value, value) if name == "country" else value) for name, value in wanted.pairs()]


def silence_view(silence: Silence) -> SilenceView:
    """A silence as it is shown."""
    try:
        told = filter_words(read_query(silence.filter))
    except BadFilter as error:
        told = [("nothing", str(error))]
    return SilenceView(
        id=silence.id,
        words=told,
        query=silence.filter,
        by=silence.by,
        reason=silence.reason,
        begins=moment(silence.begins),
        ends=moment(silence.ends),
    )


def _answer(name: str, status_code: int, /, **values: Any) -> HTMLResponse:
    headers = {"Cache-Control": "no-store"}
    return HTMLResponse(_templates.get_template(name).render(**values), status_code, headers=headers)
