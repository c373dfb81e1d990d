"""Who does something at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request

from bellwire.desk.access import Caller
from bellwire.desk.forms import BadForm

#: Characters of a name.
_LONGEST = 80


def who(request: Request, form: Mapping[str, str]) -> str:
    """The name of whoever sent a form: that of their token; on a desk that asks for none, as they give it. Raises
    BadForm where they give none."""
    caller: Caller = request.state.caller
    name = caller.name or " ".join(form.get("by", "").split())
    if not name or len(name) > _LONGEST:
        raise BadForm(f"by: say who you are, in at most {_LONGEST} characters")
    return name
