"""What feeds put around a story: where it stands (WordPress's "The post … appeared first on …."), buttons, and Google
News's list of who else has it."""

from __future__ import annotations

import re

from bellwire.wire.xml_text import without_headline

#: How WordPress and Medium say where a story stands, behind its headline.
_APPEARED = re.compile(
    r".{0,3}(?:appeared first|first appeared|was originally published|originally appeared|erschien zuerst"
    r"|est apparu en premier|se publicó primero|apareció primero|proviene da|apareceu primeiro|verscheen eerst)\b",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"(?:continue reading|read (?:more|on|full (?:story|article|post)|the (?:full|rest)\b.{0,40})|share(?: this)?"
    r"|subscribe(?: now)?|leave a comment|(?:view )?comments?|weiterlesen|lire la suite|leer más|leggi tutto)"
    r"[ .…:→»>\]]{0,8}",
    re.IGNORECASE,
)


def without_source(headline: str, source: str) -> str:
    """The headline without the name of whom an aggregator has it from ("… - Reuters")."""
    return headline.removesuffix(f" - {source}") if source else headline


def story_alone(body: str, headline: str, source: str) -> str:
    """The text of an entry without its headline and without what stands around it; "" where an aggregator only lists
    who has the story."""
    if source and body.partition("\n\n")[0] == f"{headline} {source}":
        return ""
    paragraphs = without_headline(body, headline).split("\n\n")
    while len(paragraphs) > 1 and _is_around(paragraphs[-1], headline):
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _is_around(paragraph: str, headline: str) -> bool:
    """Whether a last paragraph is a button, or tells where the story under this headline stands."""
    return bool(_BUTTON.fullmatch(paragraph) or (headline and _APPEARED.match(paragraph.partition(headline)[2])))
