"""An article's two texts (headline, body) cleaned, truecased, split and gated, ready for the parser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bellwire.reading.encoder import HEADLINE, Said
from bellwire.reading.syntax.copy import Copy, clean, dateline
from bellwire.reading.syntax.gate import Findings, Gate, flags_of, may_answer, worth_a_parse
from bellwire.reading.syntax.language import is_english
from bellwire.reading.syntax.notes import notes, opening
from bellwire.reading.syntax.parse import Parser, sentence_of
from bellwire.reading.syntax.sentences import Span, split
from bellwire.reading.syntax.tokens import Sentence
from bellwire.reading.syntax.truecase import spellings, truecase


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence to parse: its field, number in the article (the headline's is 0), place in the clean text."""

    field: str
    order: int
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Both texts of an article, cleaned, with the sentences that are worth a parse, the others, and what the encoder
    says of it, if it was asked."""

    headline: Copy
    body: Copy
    dateline: str
    pieces: tuple[Piece, ...]
    others: tuple[Piece, ...]
    flags: frozenset[str]
    english: bool
    said: Said | None = None

    def copy(self, field: str) -> Copy:
        """The clean text of a field."""
        return self.headline if field == "headline" else self.body


def pages_of(headline: str, body: str, gate: Gate, is_name: Callable[[str], bool], exhaustive: bool = False) -> Pages:
    """Cleans, truecases, splits and gates the texts of one article. Its headline is worth a parse wherever a sentence
    is: it may name the place, or who."""
    top, main = clean(headline), clean(body)
    asides = notes(main.text)
    begun = opening(main.text, asides)
    after, city = dateline(main.text[begun:], is_name)
    start = begun + after
    own = spellings(main.text)
    head_text = truecase(top.text, own, is_name)
    body_text = truecase(_blanked(main.text, asides), {}, is_name)
    findings = {"headline": gate.scan(head_text), "body": gate.scan(body_text)}
    flags = flags_of(_sum(findings["headline"], findings["body"]), gate.least)
    titles, sentences = split(head_text), split(body_text, start)
    worth = worth_a_parse(findings["body"], flags, sentences)
    if worth:
        worth |= {number for number, span in enumerate(sentences) if may_answer(body_text[span.start : span.end])}
    titled = range(len(titles)) if worth else worth_a_parse(findings["headline"], flags, titles)
    pieces, others = list[Piece](), list[Piece]()
    for field, text, spans, chosen in (("headline", head_text, titles, titled), ("body", body_text, sentences, worth)):
        for number, span in enumerate(spans):
            (pieces if exhaustive or number in chosen else others).append(_piece(field, text, span, number))
    english = is_english(f"{head_text}\n{body_text}")
    return Pages(top, main, city, tuple(pieces), tuple(others), flags, english)


def heeding(pages: Pages, said: Said) -> Pages:
    """The same with what the encoder says, and the sentences in which it hears an event among those worth a parse."""
    told = [("headline" if part == HEADLINE else "body", start) for part, start, _ in said.telling()]
    pieces, others = list(pages.pieces), list[Piece]()
    for piece in pages.others:
        heard = any(field == piece.field and piece.span.start <= at < piece.span.end for field, at in told)
        (pieces if heard else others).append(piece)
    pieces.sort(key=lambda piece: (piece.field != "headline", piece.span.start))
    return replace(pages, pieces=tuple(pieces), others=tuple(others), said=said)


def _blanked(text: str, asides: list[tuple[int, int]]) -> str:
    """The text with spaces where editors' notes stand; its length never changes."""
    kept, at = list[str](), 0
    for start, end in asides:
        kept += [text[at:start], " " * (end - max(start, at))]
        at = max(at, end)
    return "".join([*kept, text[at:]])


def _sum(one: Findings, two: Findings) -> Findings:
    topics = {t: one.topics.get(t, 0) + two.topics.get(t, 0) for t in {*one.topics, *two.topics}}
    distinct = {t: max(one.distinct.get(t, 0), two.distinct.get(t, 0)) for t in {*one.distinct, *two.distinct}}
    return Findings((), (), (), (), topics, distinct)


def _piece(field: str, text: str, span: Span, number: int) -> Piece:
    """A sentence to parse; those of the body count from 1, the headline is 0."""
    return Piece(field, 1 + number if field == "body" else 0, span, text[span.start : span.end])


def parsed(pages: Pages, parser: Parser) -> list[Sentence]:
    """The gated sentences, parsed; `index` is their number in the article, the headline's 0."""
    tokens = parser([piece.text for piece in pages.pieces])
    return [
        sentence_of(p.field, p.order, p.span.paragraph, p.span.start, p.text, t)
        for p, t in zip(pages.pieces, tokens, strict=True)
    ]
