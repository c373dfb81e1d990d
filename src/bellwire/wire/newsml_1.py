"""NewsML 1.0 to 1.2 (IPTC) → Articles. Source: NewsML 1.2 functional specification.

A document holds several NewsItems. One that only refers to others or to pictures, or only amends an earlier revision,
has no story: it is passed over where another has one, and refused alone; a kill needs none.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.credit import agency_of, byline_of, person_of, place_of
from bellwire.wire.dateline import filed, located_in
from bellwire.wire.limits import check_count
from bellwire.wire.n1_content import Story, story_in
from bellwire.wire.nitf import digest_uri
from bellwire.wire.safe_xml import Element, parse
from bellwire.wire.slugs import slug_of
from bellwire.wire.status import code_of, noted, signal_of, signaled, standing, urgency_of
from bellwire.wire.takes import merged
from bellwire.wire.times import read_time
from bellwire.wire.xml_text import first_line, line_of, value_of, without_headline

#: Parts of a PublicIdentifier that names an item: urn:newsml:provider:date:item, then the revision.
_NAMING_PARTS = 5
#: Parts of names by which agencies mark a NewsLine for editors.
_ADVISORY = ("advis", "note", "correct", "editor", "kill", "update", "warning")
#: Letters of a land's code, which some write where others write its name.
_LONGEST_CODE = 3
#: Where an item says when it was made, the surest first.
_MADE = ("NewsManagement/ThisRevisionCreated", "NewsManagement/FirstCreated")
#: Where an Instruction is explained.
_COMMENTS = ("Comment", "RevisionStatus/Comment")


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The stories in it. `zone`: of times that name none. Raises BadCopy: `no-story` where it holds none."""
    root = parse(data)
    if root.tag != "NewsML":
        raise BadCopy(f"<{root.tag[:40]}> is no NewsML")
    items = list(root.iterfind("NewsItem"))
    check_count(len(items))
    articles = [article for item in items if (article := _article(root, item, zone)) is not None]
    if not articles:
        raise BadCopy(f"no story in it: {_instead(items)}", reason="no-story")
    return articles


def _instead(items: list[Element]) -> str:
    if not items:
        return "it holds no NewsItem"
    if any(_update(item) in ("U", "A") for item in items):
        return "it amends an earlier revision"
    return "it refers to other items, holds pictures or lists"


def _article(root: Element, item: Element, zone: tzinfo) -> Article | None:
    """The item's article, None where it is no story."""
    story = story_in(item)
    status = _formal(item.find("NewsManagement/Status"))
    slug, take = slug_of(story.line("SlugLine") or first_line(item, "Identification/NameLabel"))
    take = merged(take, signaled(*_signals(item, story)))
    until, line = _release(item, status, zone), filed(story.body)
    pubstatus = standing(take, "embargoed" if until else status, until)
    if not story.body and (not story.headline or story.refers) and pubstatus != "canceled":
        return None
    return Article(
        uri=_uri(item) or digest_uri(story.headline, story.body),
        version=first_line(item, "Identification/NewsIdentifier/RevisionId"),
        headline=story.headline,
        body=without_headline(story.body, story.headline),
        version_time=read_time(first_line(item, *_MADE), zone),
        embargoed=until,
        pubstatus=pubstatus,
        urgency=urgency_of(_formal(item.find("NewsManagement/Urgency"))),
        language=story.language,
        located=located_in(_located(story), line),
        provider=_provider(root, item, story) or line.agency,
        byline=_byline(story),
        slug=slug,
        ednote=_ednote(item, story, take.word),
        profile=_profile(item),
    )


def _uri(item: Element) -> str:
    """The family's name: the PublicIdentifier without its revision, else one made of the same parts, else ""."""
    names = item.find("Identification/NewsIdentifier")
    if names is None:
        return ""
    public, revision = first_line(names, "PublicIdentifier"), first_line(names, "RevisionId")
    family, _, end = public.rpartition(":")
    if family.count(":") >= _NAMING_PARTS - 1 and end.rstrip("NUA") == revision:
        return family
    parts = [first_line(names, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if parts[2]:
        return ":".join(["urn:newsml", *filter(None, parts)])
    return public if public.count(":") >= _NAMING_PARTS - 1 else ""


def _release(item: Element, status: str, zone: tzinfo) -> datetime | None:
    """When a held item becomes usable by itself."""
    if code_of(status) not in ("embargoed", "withheld"):
        return None
    for change in item.iterfind("NewsManagement/StatusWillChange"):
        if code_of(_formal(change.find("FutureStatus"))) == "usable":
            return read_time(first_line(change, "DateAndTime"), zone)
    return None


def _located(story: Story) -> str:
    if place := place_of(story.line("DateLine")):
        return place
    for holder in story.holders:
        for location in holder.iterfind("DescriptiveMetadata/Location"):
            if location.get("HowPresent", "Origin") == "Origin" and (city := _property(location, "City")):
                land = _property(location, "Country")
                return place_of(f"{city}, {land}" if len(land) > _LONGEST_CODE else city)
    return ""


def _provider(root: Element, item: Element, story: Story) -> str:
    sender = [value_of(party, "FormalName") for party in root.iterfind("NewsEnvelope/SentFrom/Party")]
    named = first_line(item, "Identification/NewsIdentifier/ProviderId")
    return agency_of([story.line("CreditLine"), *story.parties("Provider"), *sender, *story.parties("Source"), named])


def _byline(story: Story) -> str:
    if written := story.line("ByLine"):
        return byline_of(written)
    return next(filter(None, map(person_of, story.parties("Creator"))), "") or story.byline


def _signals(item: Element, story: Story) -> list[str]:
    """Its instructions and its genres."""
    genres = [genre for holder in story.holders for genre in holder.iterfind("DescriptiveMetadata/Genre")]
    return [_formal(signal) for signal in (*item.iterfind("NewsManagement/Instruction"), *genres)]


def _ednote(item: Element, story: Story, take: str) -> str:
    """Advisory lines, instructions with their comments, genres that say the same ("Correction"), notes in the text."""
    words = ["Update"] if _update(item) == "U" else []
    texts: list[str] = []
    for instruction in item.iterfind("NewsManagement/Instruction"):
        words.append(signal_of(_formal(instruction)) or _said(instruction))
        texts += [line_of(comment) for path in _COMMENTS for comment in instruction.iterfind(path)]
    for holder in story.holders:
        words += [signal_of(_formal(genre)) for genre in holder.iterfind("DescriptiveMetadata/Genre")]
        for line in holder.iterfind("NewsLines/NewsLine"):
            kind = _formal(line.find("NewsLineType")).lower()
            if any(part in kind for part in _ADVISORY):
                texts += [line_of(text) for text in line.iterfind("NewsLineText")]
        if metadata := _property(holder.find("AdministrativeMetadata"), "EditorialInfo"):
            texts.append(metadata)
    return noted(*words, take, *texts, *story.notes)


def _said(instruction: Element) -> str:
    """The name of an instruction, "" for one that only tells how earlier revisions stand, as Kyodo's all do."""
    return "" if instruction.find("RevisionStatus") is not None else _formal(instruction)


def _profile(item: Element) -> str:
    kind = _formal(item.find("NewsManagement/NewsItemType")).lower()
    return "" if kind == "news" else kind


def _update(item: Element) -> str:
    revision = item.find("Identification/NewsIdentifier/RevisionId")
    return "N" if revision is None else revision.get("Update", "N").strip().upper()


def _property(parent: Element | None, name: str) -> str:
    found = () if parent is None else parent.iterfind("Property")
    return next((value_of(each, "Value") for each in found if each.get("FormalName") == name), "")


def _formal(element: Element | None) -> str:
    """An element's formal name; some write it as text."""
    return value_of(element, "FormalName") or line_of(element)
