"""What a headline, slug or editor's note says of the copy itself: a correction, a kill, a test, an exercise."""

from __future__ import annotations

import re
from typing import Literal

from bellwire.reading.reading import ArticleSummary, Outcome, Reading
from bellwire.reading.syntax.notes import takes_back
from bellwire.watch.policy import Words, any_of, plain_name
from bellwire.watch.thread import Report, ThreadKey
from bellwire.wire import Article

#: The country of index entries by which kill notices find what they name.
NAMED = "~"
#: The same of entries by which a story finds a kill notice that came before it.
OVERTAKEN = "~~"
#: Neither is a theatre: what stands there stands under a name.
BY_NAME = frozenset([NAMED, OVERTAKEN])

#: Names of one notice, and how far into its copy they are looked for.
_MOST_NAMES, _NOTICE = 16, 2000
#: Characters at either end of copy in which it says that it is no news.
_EDGE = 300


def is_kill(reading: Reading, words: Words) -> bool:
    """Whether this copy takes a story back: canceled by status, or a kill notice in the copy."""
    return reading.outcome is Outcome.CANCELED or is_kill_notice(reading.article, words) or takes_back(reading.body)


def is_kill_notice(article: ArticleSummary | Article, words: Words) -> bool:
    """Whether headline, slug or note say so, whatever the status says."""
    return any(any_of(words.kill).search(text) for text in _labels(article))


def is_correction(article: ArticleSummary, words: Words) -> bool:
    """Whether headline, slug or note say that the copy amends facts told before."""
    return any(any_of(words.correction).search(text) for text in _labels(article))


def traffic(reading: Reading, words: Words) -> Literal["Actual", "Test", "Exercise"]:
    """Whether this is the real thing (design: product, rule 12), by profile, headline, slug and note; or by the first
    and last words of the copy, where these say it as no news does."""
    profile = reading.article.profile.lower()
    labels, edges = _labels(reading.article), (reading.body[:_EDGE], reading.body[-_EDGE:])
    if "exercise" in profile or any(any_of(words.exercise).search(text) for text in labels):
        return "Exercise"
    if re.search(r"\btest\b", profile) or any(any_of(words.test).search(text) for text in labels):
        return "Test"
    if any(any_of(words.exercise_told).search(text) for text in edges):
        return "Exercise"
    return "Test" if any(any_of(words.test_told).search(text) for text in edges) else "Actual"


def name_keys(report: Report) -> tuple[ThreadKey, ...]:
    """Under what names a kill notice may find this report: its headline and its slug."""
    return _keys(NAMED, report.headline, report.slug)


def overtaking_keys(article: ArticleSummary) -> tuple[ThreadKey, ...]:
    """Under what a notice stands that names this story and came before it."""
    return _keys(OVERTAKEN, article.headline, article.slug)


def notice_keys(notice: Reading) -> tuple[ThreadKey, ...]:
    """The names that a kill notice gives: what follows the word in its headline, what it or its copy quotes, its
    slug."""
    article = notice.article
    names = [article.slug]
    for text in (article.headline, article.ednote, notice.body[:_NOTICE]):
        names += re.findall(r'["“]([^"“”]{8,200})["”]', text)
    for text in (article.headline, article.ednote):
        names += [re.sub(r"(?i)^\W*(mandatory kill|kill|withdrawn|story withdrawn|advisory)\b[\s:–—-]*", "", text)]
        names += [re.sub(r"(?i)\s*[:–—-]+\s*(story )?(is )?(killed|withdrawn)\W*$", "", names[-1])]
    return _keys(NAMED, *names)[:_MOST_NAMES]


def is_named(report: Report, keys: frozenset[ThreadKey]) -> bool:
    """Whether a kill notice's names mean this report."""
    return not keys.isdisjoint(name_keys(report))


def _keys(country: str, *names: str) -> tuple[ThreadKey, ...]:
    return tuple(ThreadKey(country, name) for name in dict.fromkeys(map(_plain, names)) if len(name) > 7)


def _labels(article: ArticleSummary | Article) -> tuple[str, ...]:
    return tuple(text for text in (article.headline, article.slug, article.ednote) if text)


def _plain(text: str) -> str:
    return plain_name(re.sub(r"[^\w]+", " ", text))[:120]
