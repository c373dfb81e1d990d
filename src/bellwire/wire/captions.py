"""Captions and credits of pictures, which are no part of a story: by the classes of HTML, WordPress's marks, and the
words of those that stand as a paragraph among others."""

from __future__ import annotations

import re

_CAPTIONS = frozenset(("caption", "captions", "figcaption", "cutline"))
#: Of a picture's block: what it shows, whose it is.
_PICTURES = frozenset("image img photo picture media gallery".split())
_TOLD = frozenset("description desc credit credits copyright legend".split())
#: Words of a name that says that there is, or is not, a caption: of what stands around it.
_AROUND = frozenset("has have with no without hide".split())
_WORD = re.compile(r"[-_:]+|(?<=[a-z])(?=[A-Z])")
#: Characters of an element's classes that are looked at.
_LONGEST = 400
#: `[caption id="attachment_1" width="300"]<img …> A tank near Mosul.[/caption]`
_OPENING = re.compile(r"\[(?:wp_)?caption(?:[ \n][^\[\]]{0,400})?\]")
_CLOSING = re.compile(r"\[/(?:wp_)?caption\]")
#: Characters of such a caption.
_MOST = 3_000
#: "FILE PHOTO: ", "File picture - ": what is shown is from an agency's archive.
_ARCHIVE = re.compile(r"\(?(?:FILE|File) (?:PHOTO|IMAGE|PICTURE|photo|image|picture)[Ss]?\)? ?[-–—:]{1,2} ?")
#: "FILE - ", "(FILES) ": the same, where a date or a credit shows that it is no name and no word of a story.
_FILE = re.compile(r'(?:\(?FILES?\)? ?[-–—:]{1,2}|\(FILES?\),?) ?(?=["“(]?[A-Z])')
_DATED = re.compile(
    r"\b(?:(?:19|20)[0-9]{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [0-9]{1,2}"
    r"|file (?:photo|picture|image))\b"
)
#: "In this Dec. 4, 2016 file photo, …", "In this photo provided by …", "In this undated picture, …".
_IN_THIS = re.compile(
    r"In this (?:(?:[^.!?]|\. ){0,40}?(?:[0-9]|\b(?:undated|file|handout))[, ]{1,2}(?:file |handout )?"
    r"(?:photo|picture|image|photograph|combination)s?\b,?"
    r"|(?:photo|picture|image|photograph|frame grab)s? (?:provided|taken|made|released|grabbed|obtained)\b) "
)
#: "(AP Photo/X, File)", "(SANA via AP)", "REUTERS/X": whose picture it is, at the end.
_CREDITED = re.compile(
    r"(?:\((?:(?:AP|AFP|EPA|PA|dpa|Reuters|REUTERS|Kyodo) (?:Photo|Image|Foto)\b[^()]{0,120}"
    r"|[^()]{2,80} via AP(?:, [^()]{1,40})?|Photos? ?(?:by|:) [^()]{2,80})\)"
    r"|\bREUTERS/(?:Stringer|[A-Z][\w.'’-]{1,30}(?: [\w.'’-]{1,30}){0,2} [A-Z][\w'’-]{1,30})"
    r"(?:/(?:File Photo|File|Handout|Pool)){0,2})[. ]{0,2}\Z"
)
#: Characters of a caption's beginning and end that are looked at, and of the longest.
_BEGINNING, _ENDING, _LONGEST_PARAGRAPH = 200, 200, 1_500


def is_caption(classes: str) -> bool:
    """Whether an element of these classes is a picture's caption or credit, by the words of a class's name."""
    return bool(classes) and any(map(_names_one, classes[:_LONGEST].split()))


def _names_one(name: str) -> bool:
    words = {word.lower() for word in _WORD.split(name)}
    if not words.isdisjoint(_AROUND):
        return False
    return not words.isdisjoint(_CAPTIONS) or not (words.isdisjoint(_PICTURES) or words.isdisjoint(_TOLD))


def without_marked(text: str) -> str:
    """The text without what stands between marks of a caption."""
    kept, at, closing = list[str](), 0, _CLOSING.search(text) if "[" in text else None
    for opening in _OPENING.finditer(text) if closing else ():
        if closing is not None and closing.start() < opening.end():
            closing = _CLOSING.search(text, opening.end())
        if closing is None:
            break
        if at <= opening.start() and closing.end() - opening.end() <= _MOST:
            kept.append(text[at : opening.start()])
            at = closing.end()
    return "".join([*kept, text[at:]])


def is_caption_text(paragraph: str) -> bool:
    """Whether a paragraph only tells what a picture shows: "FILE - In this March 1, 2021 file photo, troops …", "Smoke
    rises. (AP Photo/X)"."""
    if len(paragraph) > _LONGEST_PARAGRAPH:
        return False
    start = paragraph[:_BEGINNING]
    if _ARCHIVE.match(start) or _IN_THIS.match(start) or _CREDITED.search(paragraph[-_ENDING:]):
        return True
    return bool(_FILE.match(start) and _DATED.search(paragraph))


def without_captions(body: str) -> str:
    """The body without such paragraphs, unless it is nothing else."""
    paragraphs = body.split("\n\n")
    told = [paragraph for paragraph in paragraphs if not is_caption_text(paragraph)]
    return "\n\n".join(told) if told and len(told) < len(paragraphs) else body
