"""Captions and credits of pictures, which are no part of a story: by the classes of HTML, and WordPress's marks."""

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
