"""What a piece of copy is, without sending it: for `intake files --dry-run`."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.errors import BadCopy
from bellwire.intake.feeds import Feed
from bellwire.intake.files import unsent
from bellwire.intake.messages import Refused, read_items
from bellwire.intake.pieces import Piece
from bellwire.wire.sniff import articles_in, sniffed

#: Letters of a headline that a row shows.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Look:
    """One row: the format, how many articles, of the first its headline, version and status, of all the characters;
    or `reason`, why it is none. `associations`: items associated with them, which are passed over. `sent`: whether
    anything of it would go to the broker."""

    name: str
    format: str = ""
    articles: int = 0
    headline: str = ""
    version: str = ""
    status: str = ""
    characters: int = 0
    associations: int = 0
    reason: str = ""
    sent: bool = True


def look(piece: Piece, *, feed: Feed, max_article_bytes: int) -> Look:
    """What would be read in a piece, or why nothing would."""
    if reason := unsent(piece):
        return Look(piece.name, reason=f"not sent: {reason}", sent=False)
    name, beside = "", 0
    try:
        copy = sniffed(piece.data, max_bytes=max_article_bytes)
        name, beside = copy.format, copy.associations
        articles = articles_in(copy, zone=feed.zone)
        refused = list[BadCopy]()
    except BadCopy as error:
        found = read_items(piece.data, feed=feed, max_bytes=max_article_bytes)
        articles = [one for one in found if not isinstance(one, Refused)]
        refused = [one.why for one in found if isinstance(one, Refused)]
        if not articles:
            return Look(piece.name, name, associations=beside, reason=f"{error.reason}: {error}")
    first = articles[0]
    return Look(
        piece.name,
        name,
        articles=len(articles),
        headline=first.headline[:_LONGEST],
        version=first.version,
        status="embargoed" if first.embargoed else first.pubstatus,
        characters=sum(len(article.headline) + len(article.body) for article in articles),
        associations=beside,
        reason=f"{len(refused)} of its items: {refused[0].reason}: {refused[0]}" if refused else "",
    )
