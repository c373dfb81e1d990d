"""Templates that programs make copy of (Jinja, Mustache, Smarty, ERB, PHP): what nobody filled in is no copy."""

from __future__ import annotations

import re

from bellwire.wire.article import Article

UNFILLED = "a template that nobody filled in"
#: How a template begins, unlike JSON or XML; and what is a program as often.
_STARTS, _PHP = (b"{%", b"{{", b"{#", b"{$", b"<%"), (b"<?php ", b"<?php\n", b"<?php\r", b"<?=")
#: What stands where a value will: `{{ uri }}`, `{% if … %}`, `{$article->title}`, `${title}`, `<%= title %>`.
_BLANK = re.compile(
    r"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}|\{\$[^{}]{1,200}\}|\$\{[\w.]{1,60}\}|<%[^<>]{1,200}%>|<\?(?:php|=)"
)


def kind_of(start: bytes) -> str:
    """What bytes are that begin as only a template does, "" where they do not."""
    if start.startswith(_PHP):
        return "a template or program in PHP"
    return UNFILLED if start.startswith(_STARTS) else ""


def is_blank(article: Article) -> bool:
    """Whether a blank stands in an article's name, or instead of its version or headline."""
    return bool(_BLANK.search(article.uri)) or any(map(_BLANK.fullmatch, (article.version, article.headline)))
