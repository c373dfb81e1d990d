"""Subscriptions made at the desk: what a filter wants is sent to somebody. Forms of the page, and JSON for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from bellwire.delivery.keys import Keys, known_keys, misled
from bellwire.delivery.subscriptions import FIELDS, known_subscriptions, stored_subscription
from bellwire.desk.access import caller_of
from bellwire.desk.answers import accepted, answer, made
from bellwire.desk.board import tell
from bellwire.desk.forms import BadForm, as_form, form_of, json_of, one_of, words
from bellwire.desk.lists import Wanted, read_wanted
from bellwire.desk.openapi import TEXTS, YES_OR_NO, answers, body
from bellwire.desk.orders import orders
from bellwire.desk.people import done, who
from bellwire.desk.rendering import page
from bellwire.desk.shapes import Subscriptions, SubscriptionView, Tried
from bellwire.errors import BellwireError
from bellwire.ledger import Ledger, StoredSubscription
from bellwire.toml_file import Wrong

#: Routes that the page's form offers: a Matrix room needs more than one field.
ROUTES = ("mail", "webhook", "slack")

#: Subscriptions that can be made at the desk: each is asked of every alert.
MOST = 200

_FIELDS = {
    "name": "what it is called",
    **{name: field.meaning for name, field in FIELDS.items()},
    "by": "who, on a desk without tokens",
}

router = APIRouter()


@router.get("/subscriptions", include_in_schema=False)
def subscriptions(request: Request) -> HTMLResponse:
    """Who is sent what: those of the file, and those that were made here."""
    found, wrong = _orders(request)
    return page(request, "subscriptions.html", subscriptions=found, wrong=wrong)


@router.post("/subscriptions", include_in_schema=False)
async def subscribe(request: Request) -> Response:
    """Have what a list shows sent to somebody."""
    form = await form_of(request)
    wanted, route = read_wanted(parse_qsl(form.get("query", ""))), one_of(form, "route", ROUTES)
    fields = _fields(wanted, route, words(form, "target"), bool(one_of(form, "silences", ("true",)))) | _times(form)
    await _save(request, form, words(form, "name", least=1), fields)
    return await done(request, form, "/subscriptions")


@router.post("/subscriptions/{name:path}/drop", include_in_schema=False)
async def drop(request: Request, name: str) -> Response:
    """Send it no more."""
    form = await form_of(request)
    await _drop(request, form, name)
    return await done(request, form, "/subscriptions")


@router.post("/subscriptions/{name:path}/try", include_in_schema=False)
async def try_now(request: Request, name: str) -> Response:
    """Have what failed there tried again at once."""
    form = await form_of(request)
    await _try(request, form, name)
    return await done(request, form, "/subscriptions")


@router.get("/api/v1/subscriptions", summary="Who is sent which alerts", **answers("all", Subscriptions))
def every_subscription(request: Request) -> Response:
    """`subscriptions`: those of subscriptions.toml (`by` is null), then those that were made at the desk; 503 while a
    file of theirs is not sound."""
    found, wrong = _orders(request)
    if wrong:
        raise HTTPException(503, wrong)
    return answer(request, Subscriptions(subscriptions=tuple(found)))


@router.post(
    "/api/v1/subscriptions",
    summary="Have alerts sent",
    openapi_extra=body(_FIELDS, "name", "route", matchers=TEXTS, to=TEXTS, tests=YES_OR_NO, silences=YES_OR_NO),
    **answers("make", {"type": "object"}, status=201, wrong=(409,)),
)
async def make(request: Request) -> Response:
    """The fields are those of a table of subscriptions.toml. One of the same name is replaced."""
    fields = await json_of(request)
    form = as_form({key: fields.pop(key) for key in ("name", "by") if key in fields}, _FIELDS)
    await _save(request, form, words(form, "name", least=1), fields)
    await tell(request)
    return made({"name": form["name"].strip(), **fields})


@router.post(
    "/api/v1/subscriptions/{name:path}/try",
    summary="Try at once what failed",
    openapi_extra=body({"by": _FIELDS["by"]}),
    **answers("make", Tried, status=202, wrong=(404,)),
)
async def try_at_once(request: Request, name: str) -> Response:
    """Whatever waits for its next attempt is due now, and a target that is spared is asked within seconds."""
    form = as_form(await json_of(request), _FIELDS)
    tried = await _try(request, form, name)
    await tell(request)
    return accepted(Tried(deliveries=tried))


@router.delete(
    "/api/v1/subscriptions/{name:path}", summary="Send no more", **answers("drop", None, status=204, wrong=(409,))
)
async def remove(
    request: Request, name: str, by: Annotated[str, Query(description="who, on a desk without tokens")] = ""
) -> Response:
    """Nothing more is sent but a Cancel of what was: it goes to where that went."""
    await _drop(request, {"by": by}, name)
    await tell(request)
    return Response(status_code=204)


def _fields(wanted: Wanted, route: str, target: str, heeds: bool) -> dict[str, Any]:
    """What stands in subscriptions.toml for the same."""
    fields: dict[str, Any] = {"route": route or ROUTES[0], "matchers": list(map(str, wanted.filter.matchers))}
    if wanted.exercises:
        fields["tests"] = True
    if heeds:
        fields["silences"] = True
    if fields["route"] == "mail":
        return fields | {"to": [box.strip() for box in target.split(",")]}
    return fields | ({"url": target} if target else {})


def _times(form: Mapping[str, str]) -> dict[str, str]:
    """Digest and quiet hours, and what belongs to them; nothing where there are none."""
    times = {name: words(form, name) for name in ("digest", "quiet", "zone", "passes") if form.get(name, "").strip()}
    return times if "digest" in times or "quiet" in times else {}


async def _save(request: Request, form: Mapping[str, str], name: str, fields: Mapping[str, Any]) -> None:
    if {".", ".."} & set(name.split("/")):
        raise BadForm(f"name: {name} can stand in no address; leave . and .. out")
    wrong: Wrong = []
    subscription = stored_subscription(name, fields, wrong)
    if wrong:
        raise BadForm("; ".join(sentence for _, sentence in wrong))
    try:
        keys = await asyncio.to_thread(known_keys, request.app.state.settings)
    except BellwireError as error:
        raise HTTPException(503, str(error)) from error
    if why := misled(subscription, keys.get(name, Keys())):
        raise HTTPException(403, why)
    by = await _its_own(request, form, name)
    ledger: Ledger = request.app.state.ledger
    stored = await asyncio.to_thread(ledger.desk.subscriptions)
    if name not in stored and len(stored) >= MOST:
        raise HTTPException(409, f"There are {MOST} subscriptions already: drop one first.")
    await asyncio.to_thread(ledger.desk.save_subscription, name, StoredSubscription(fields, by, datetime.now(UTC)))


async def _drop(request: Request, form: Mapping[str, str], name: str) -> None:
    by = await _its_own(request, form, name)
    ledger: Ledger = request.app.state.ledger
    if not await asyncio.to_thread(ledger.desk.drop_subscription, name, by=by, at=datetime.now(UTC)):
        raise HTTPException(404, f"There is no subscription {name}.")


async def _try(request: Request, form: Mapping[str, str], name: str) -> int:
    """How many deliveries are tried."""
    by, ledger = who(request, form), request.app.state.ledger
    found, wrong = await asyncio.to_thread(_orders, request)
    if name not in {one.name for one in found}:
        raise HTTPException(503 if wrong else 404, wrong or f"There is no subscription {name}.")
    tried: int = await asyncio.to_thread(partial(ledger.targets.ask, name, by=by, at=datetime.now(UTC)))
    return tried


async def _its_own(request: Request, form: Mapping[str, str], name: str) -> str:
    """Who asks, if a subscription of this name is theirs or nobody's, or they may change what concerns others."""
    by, settings = who(request, form), request.app.state.settings
    try:
        listed = await asyncio.to_thread(known_subscriptions, settings)
    except BellwireError as error:
        raise HTTPException(503, str(error)) from error
    if name in listed:
        raise HTTPException(409, f"{name} stands in {settings.subscriptions_file}: change it there")
    stored = (await asyncio.to_thread(request.app.state.ledger.desk.subscriptions)).get(name)
    if stored and stored.by != by and not caller_of(request).may("admin"):
        raise HTTPException(403, f"{name} is {stored.by}'s; another's asks for admin")
    return by


def _orders(request: Request) -> tuple[list[SubscriptionView], str]:
    state = request.app.state
    return orders(state.settings, state.ledger, state.listed_at_start)
