"""Who does something at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from bellwire.desk.access import Caller
from bellwire.desk.board import tell
from bellwire.desk.forms import BadForm, here, readable

#: The cookie with the name last given on a desk that asks for no token, percent-encoded; and how long it lasts, in
#: seconds.
NAME, _YEAR = "bellwire_name", 365 * 24 * 3600

#: Characters of a name.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Person:
    """The name that stands in a page's forms ("" for none yet), and whether it is that of a token, and stays. Who may
    not act is shown no forms; who rules may change what is another's."""

    name: str = ""
    fixed: bool = False
    acts: bool = True
    rules: bool = True


def known(request: Request) -> Person:
    """Whoever looks at a page."""
    caller: Caller = request.state.caller
    if caller.name:
        return Person(caller.name, fixed=True, acts=caller.may("acknowledge"), rules=caller.may("admin"))
    return Person(unquote(request.cookies.get(NAME, ""))[:_LONGEST])


def who(request: Request, form: Mapping[str, str]) -> str:
    """The name of whoever sent a form: that of their token; on a desk that asks for none, as they give it. Raises
    BadForm where they give none."""
    caller: Caller = request.state.caller
    name = caller.name or " ".join(readable(form.get("by", "")).split())
    if not name or len(name) > _LONGEST:
        raise BadForm(f"by: say who you are, in at most {_LONGEST} characters")
    return name


async def done(request: Request, form: Mapping[str, str], otherwise: str) -> Response:
    """What answers a form that was followed, once every page has been told: back to where it stood for a person, no
    content for a program. A name that was given stands in the next form."""
    await tell(request)
    answer = Response(status_code=204)
    if "text/html" in request.headers.get("accept", ""):
        answer = RedirectResponse(here(form.get("back", ""), otherwise), 303)
    if "by" in form and not request.state.caller.name:
        secure = request.url.scheme == "https"
        answer.set_cookie(NAME, quote(who(request, form)), max_age=_YEAR, samesite="lax", secure=secure)
    return answer
