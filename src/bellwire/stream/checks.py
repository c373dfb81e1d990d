"""What must be true before a worker takes its first message, each told in one sentence where it is not."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from bellwire.broker.admin import Admin
from bellwire.broker.topics import check_topics
from bellwire.errors import BellwireError
from bellwire.reading import METHOD
from bellwire.settings import Settings

#: What the name of a worker's client begins with; its method follows.
_CLIENT = "bellwire-worker "


def check(settings: Settings) -> None:
    """Raise BellwireError when topics, model or another worker are not as they must be, Unavailable without a broker.

    The ledger is checked, and brought up to date, where it is opened.
    """
    wrong = check_topics(settings.cluster, settings)
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise BellwireError(f"{wrong[0]}{more}: `bellwire topics --create` makes what is missing", reason="topics")
    if not _installed(settings.model):
        raise BellwireError(
            f"the spaCy pipeline {settings.model!r} is not installed: install it, or set BELLWIRE_MODEL to one that is",
            reason="no-model",
        )
    check_methods(settings)


def check_methods(settings: Settings) -> None:
    """Raise BellwireError where a worker of this group works by another method: the same copy would read two ways.

    The group itself tells: each worker's client bears its method in its name, so that nothing has to be written down
    or forgotten again. To be asked before joining, and after: of two that start at once one at least sees the other.
    """
    with Admin(settings.cluster) as admin:
        members = admin.members(settings.group) or ()
    mine = client_name(settings)
    for other in (member.client for member in members):
        if other.startswith(_CLIENT) and other != mine:
            theirs, ours = other.removeprefix(_CLIENT), mine.removeprefix(_CLIENT)
            raise BellwireError(
                f"a worker of group {settings.group} reads by {theirs}, this one by {ours}: stop those first",
                reason="other-method",
            )


def client_name(settings: Settings) -> str:
    """What a worker's Kafka client is called: whatever decides what comes of an article."""
    parts = (METHOD, settings.model, settings.clock, f"{settings.recency_days:g}d", f"{settings.max_article_chars}c")
    return _CLIENT + "/".join(parts)


def _installed(model: str) -> bool:
    try:
        return Path(model).is_dir() or find_spec(model) is not None
    except (ImportError, ValueError):
        return False
