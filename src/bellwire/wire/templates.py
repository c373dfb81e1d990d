"""Templates that programs make copy of (Jinja, Mustache, Smarty, ERB, PHP): what nobody filled in is no copy."""

from __future__ import annotations

import re

from bellwire.wire.article import Article

#: How a template begins, unlike JSON or XML.
_STARTS = (b"{%", b"{{", b"{#", b"{$", b"<%", b"<?php ", b"<?php\n", b"<?php\r", b"<?=")
#: What stands where a value will: `{{ uri }}`, `{% if … %}`, `{$article->title}`, `${title}`, `<%= title %>`.
_BLANK = re.compile(
    r"\{\{[^{}]{1,200}\}\}|\{%[^{}]{1,200}%\}|\{\$[^{}]{1,200}\}|\$\{[\w.]{1,60}\}|<%[^<>]{1,200}%>|<\?(?:php|=)"
)


def begins_one(start: bytes) -> bool:
    """Whether bytes begin as only a template does."""
    return start.startswith(_STARTS)


def is_blank(article: Article) -> bool:
    """Whether a blank stands in an article's name, or instead of its version or headline."""
    return bool(_BLANK.search(article.uri)) or any(map(_BLANK.fullmatch, (article.version, article.headline)))
