"""The story in a NewsML 1 item: of a tree of NewsComponents the texts that are one, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice

from bellwire.wire.g2_content import is_english, language_in
from bellwire.wire.nitf import body_of, byline_in, headline_of
from bellwire.wire.safe_xml import Element
from bellwire.wire.xml_text import first_line, holds_text, line_of, notes_of, story_of, value_of, within

#: Roles (`Role`, in parts of words) of components whose text is no story: captions, contacts, sheets, short forms.
_OTHER_ROLES = tuple(
    "caption style contact photo picture image logo audio sound video clip graphic thumbnail quicklook highdef preview"
    " tweet link attachment".split()
)
_TITLE_ROLES = frozenset(("title", "headline", "subheadline", "overline"))
_LEAD_ROLES = frozenset(("lead", "abstract", "summary", "intro"))
_MEDIA_TYPES = frozenset("photo picture image graphic audio video animation".split())
_FORMATS = ("css", "image/", "audio/", "video/", "jpeg", "pdf", "base64")
#: ContentItems that are looked at: no story has so many.
_MOST_CONTENTS = 500


@dataclass(frozen=True, slots=True)
class Story:
    """What an item tells. `holders`: the components around it, nearest first, with their lines and metadata;
    `refers`: whether the item points at other items or files."""

    holders: tuple[Element, ...] = ()
    headline: str = ""
    body: str = ""
    language: str = ""
    byline: str = ""
    notes: tuple[str, ...] = ()
    refers: bool = False

    def line(self, name: str) -> str:
        """A NewsLine by its element's name, of the nearest component that has it."""
        lines = (first_line(holder, f"NewsLines/{name}") for holder in self.holders)
        return next(filter(None, lines), "")

    def parties(self, name: str) -> list[str]:
        """The parties of a kind (`Provider`, `Creator`), those of the nearest component first."""
        path = f"AdministrativeMetadata/{name}/Party"
        return [value_of(party, "FormalName") for holder in self.holders for party in holder.iterfind(path)]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text content with the components around it, nearest first, and their roles; `story`: the component with the
    headline that it shares with what belongs to it."""

    content: Element
    holders: tuple[Element, ...]
    roles: tuple[str, ...]
    language: str
    story: Element


def story_in(item: Element) -> Story:
    """The item's story: the English one where it has several languages, else the first; empty where it has none."""
    texts = [text for text in _texts(item) if not any(part in role for role in text.roles for part in _OTHER_ROLES)]
    refers = next(item.iter("NewsItemRef"), None) is not None or any(
        content.get("Href") for content in islice(item.iter("ContentItem"), _MOST_CONTENTS)
    )
    bodies = [text for text in texts if not _TITLE_ROLES.intersection(text.roles[:1])]
    if not bodies:
        top = item.find("NewsComponent")
        holders = () if top is None else (*_down(top), top)
        lines = Story(holders=holders).line("HeadLine")
        return Story(holders, lines or _title(texts), language=_language(holders, item), refers=refers)
    main = next((text for text in bodies if is_english(text.language)), bodies[0])
    parts = _parts(main, bodies)
    holders = parts[0].holders
    first = parts[0].content
    body = "\n\n".join(filter(None, (_body(part.content) for part in parts)))
    headline = Story(holders=holders).line("HeadLine")
    notes = tuple(note for part in parts for note in (*_remarks(part.content), *notes_of(part.content)))
    titles = [text for text in texts if text.story is main.story and text.language == main.language]
    return Story(
        holders, headline or _title(titles) or headline_of(first), body, main.language, byline_in(first), notes, refers
    )


def _down(component: Element) -> tuple[Element, ...]:
    """The components below one of which each is the first of its kind, the innermost first."""
    chain: list[Element] = []
    while (inner := component.find("NewsComponent")) is not None:
        chain.append(inner)
        component = inner
    return tuple(reversed(chain))


def _texts(item: Element) -> list[_Text]:
    """The contents with text, one a component: several in one are the same in other formats."""
    found: list[_Text] = []
    seen: set[Element] = set()
    # Each component is asked once: one that holds thousands of others is around all of their contents.
    role_of, language_of, headline_in = cache(_role), cache(_language_of), cache(_headline)
    for content in islice(item.iter("ContentItem"), _MOST_CONTENTS):
        holders = tuple(holder for holder in content.iterancestors("NewsComponent"))
        if not holders or holders[0] in seen or not _is_text(content):
            continue
        seen.add(holders[0])
        roles, languages = tuple(map(role_of, holders)), map(language_of, (*holders, item))
        story = next(filter(headline_in, holders), holders[-1])
        found.append(_Text(content, holders, roles, next(filter(None, languages), ""), story))
    return found


def _is_text(content: Element) -> bool:
    data = content.find("DataContent")
    if data is None or not holds_text(data) or within(content, "DataContent"):
        return False
    if not any(not str(text).isspace() for text in data.itertext()):
        return False
    kind = _formal(content, "MediaType")
    formats = f"{_formal(content, 'Format')} {_formal(content, 'MimeType')}"
    return kind not in _MEDIA_TYPES and not any(part in formats for part in _FORMATS)


def _parts(main: _Text, bodies: list[_Text]) -> list[_Text]:
    """The texts that make up one story, leads before bodies; of equivalent ones the first."""
    together = [text for text in bodies if text.story is main.story and text.language == main.language]
    alternatives = any(holder.get("EquivalentsList") == "yes" for holder in main.holders[1:2])
    wanted = [text for text in together if not _LEAD_ROLES.intersection(text.roles[:1])]
    if not wanted or alternatives:
        return [main] if alternatives or not wanted else wanted
    leads = [text for text in together if text.roles[:1] == ("lead",)]
    return [*leads, *wanted]


def _body(content: Element) -> str:
    data = content.find("DataContent")
    if data is None:
        return ""
    return body_of(data) if data.find("nitf") is not None else story_of(data)


def _remarks(content: Element) -> list[str]:
    """What a content's comments say to editors, as they are named ("Editorial Note")."""
    said = (comment for comment in content.iterfind("Comment") if "note" in value_of(comment, "FormalName").lower())
    return [text for text in map(line_of, said) if text]


def _title(texts: list[_Text]) -> str:
    titled = (text for text in texts if text.roles[:1] in (("title",), ("headline",)))
    return next((line_of(text.content.find("DataContent")) for text in titled), "")


def _language(holders: tuple[Element, ...], item: Element) -> str:
    return next(filter(None, map(_language_of, (*holders, item))), "")


def _language_of(holder: Element) -> str:
    """What a component, or the item, says of its language, "" where it says nothing."""
    named = [value_of(language, "FormalName") for language in holder.iterfind("DescriptiveMetadata/Language")]
    return (language_in(holder) or next(filter(None, named), "")).lower()


def _headline(holder: Element) -> str:
    return first_line(holder, "NewsLines/HeadLine")


def _role(holder: Element) -> str:
    return _formal(holder, "Role")


def _formal(parent: Element, name: str) -> str:
    return value_of(parent.find(name), "FormalName").lower()
