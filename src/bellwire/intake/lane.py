"""Which copy overtakes: it goes to a topic of its own, which workers read before what waits in the other.

Order is what may be lost by that, and nothing here may rest on it: versions of one article are put in order by their
numbers, and a status that takes back an article takes back versions that are read later. Only a notice that takes back
another article by naming it works on what was read before it: it stays in line behind what it names.
"""

from __future__ import annotations

from functools import cache

from bellwire.watch.corrections import is_kill_notice
from bellwire.watch.policy import Words, load_policy
from bellwire.wire import Article

#: The least urgent copy that overtakes: 1 is a flash, 2 a bulletin.
URGENT = 2


def overtakes(article: Article) -> bool:
    """Whether it goes ahead of what waits: by the wire's own urgency, or because its status takes the article back."""
    if article.pubstatus == "canceled":
        return True
    return article.urgency <= URGENT and not is_kill_notice(article, _words())


@cache
def _words() -> Words:
    return load_policy().words
