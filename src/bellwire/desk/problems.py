"""What went wrong, in the form that asked: problem+json (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from bellwire.delivery.filters import BadFilter
from bellwire.desk.forms import BadForm
from bellwire.desk.lists import read_wanted
from bellwire.desk.rendering import error_page
from bellwire.errors import BellwireError, Unavailable

#: What went wrong, for people; `detail` says what.
_FOR_PEOPLE = {
    400: "That cannot be asked",
    401: "Log in first",
    403: "That may not be done",
    404: "There is no such thing",
    409: "That cannot be done here",
    413: "That is too much",
    422: "That cannot be done as it stands",
    429: "Too many requests",
    503: "The desk cannot answer now",
}

#: Seconds after which a ledger that is away may be asked again.
_TRY_AGAIN = 5


def explain_problems(app: FastAPI) -> None:
    """Answer errors of every sort with what is wrong."""

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        taken = _taken(request) if error.status_code == 405 else {}
        return problem(request, error.status_code, str(error.detail), {**(error.headers or {}), **taken})

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors())
        return problem(request, 422, wrong)

    @app.exception_handler(BadFilter)
    async def no_filter(request: Request, error: BadFilter) -> Response:
        return problem(request, 400, str(error), onward=_without_what_is_wrong(request))

    @app.exception_handler(BadForm)
    async def no_form(request: Request, error: BadForm) -> Response:
        return problem(request, 422, str(error))

    @app.exception_handler(Unavailable)
    async def unavailable(request: Request, error: Unavailable) -> Response:
        return away(request, error)

    @app.exception_handler(BellwireError)
    async def unsound(request: Request, error: BellwireError) -> Response:
        return problem(request, 500, str(error) if _is_known(request) else "What is wrong is told to who may read.")


def _taken(request: Request) -> Mapping[str, str]:
    """The methods that an address of a room takes, each a route of its own; HEAD goes with GET, but for a stream."""
    routes = [route for route in request.app.state.routes if route.matches(request.scope)[0] is not Match.NONE]
    found = {method for route in routes for method in route.methods}
    if "GET" in found and not request.url.path.startswith("/stream/"):
        found.add("HEAD")
    return {"Allow": ", ".join(sorted(found))} if found else {}


def away(request: Request, error: Unavailable) -> Response:
    """503: the ledger does not answer. Why is told to whom may read: it names hosts and files."""
    detail = str(error) if _is_known(request) else "The ledger is out of reach."
    return problem(request, 503, detail, {"Retry-After": str(_TRY_AGAIN)})


def _is_known(request: Request) -> bool:
    return getattr(request.state, "caller", None) is not None


def _without_what_is_wrong(request: Request) -> str:
    """The address of the list with what may be asked of what was; that of the whole list where nothing may."""
    pairs = request.query_params.multi_items() if request.url.path == "/" else []
    sound = [pair for pair in pairs if _may_be_asked(pair)]
    return f"/?{urlencode(sound)}" if _may_be_asked(*sound) and sound else "/"


def _may_be_asked(*pairs: tuple[str, str]) -> bool:
    try:
        read_wanted(pairs)
    except BadFilter:
        return False
    return True


def problem(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, *, onward: str = "/"
) -> Response:
    """One answer for one problem, which nobody is to keep. `onward`: where a person goes on."""
    answer = _problem(request, status, detail, onward)
    answer.headers.update({"Cache-Control": "no-store", **(headers or {})})
    return answer


def _problem(request: Request, status: int, detail: str, onward: str) -> Response:
    title = HTTPStatus(status).phrase
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(("/api/", "/stream/")):
        return error_page(status, _FOR_PEOPLE.get(status, title), detail, onward)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")
