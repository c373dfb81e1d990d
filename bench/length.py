"""How long reading takes as copy grows: an article 4 and 16 times as long, against it once.

The copy is invented, dense in triggers and never the same twice: the examples of all rules, each in another town on
another day. The ratio is 16 or a little less where every step is linear (what is done once an article weighs less and
less), and far more where one is not.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle

from bellwire.reading import Reader
from bellwire.reading.knowledge import load_knowledge
from bellwire.wire import Article
from bench import loaded
from bench.figures import How, Row, alternate, compared, say
from bench.forks import forked
from bench.wires import leads

#: Characters of the article at its shortest: a wire of some 500 words.
ONCE = 3_000
TIMES = (4, 16)
#: A quarter above linear; a quadratic step makes 16 and 256 of it.
GOALS = ("≤ 5", "≤ 20")
WHEN = datetime(2016, 12, 4, 18, tzinfo=UTC)
TOWNS = (
    "Aleppo Mosul Kabul Khartoum Mogadishu Tripoli Sanaa Juba Goma Bamako Kyiv Donetsk Grozny Gaza Beirut Baghdad "
    "Basra Kandahar Peshawar Srinagar Colombo Yangon Manila Bogota Caracas Lima Algiers Tunis Cairo Amman Tehran "
    "Riyadh Aden Nairobi Kampala Kigali Abuja Maiduguri Bangui Tbilisi"
).split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def sentences() -> Iterator[str]:
    """Endless sentences of all kinds, each in another place, on another day, of another number."""
    examples = [text for rule in load_knowledge().rules.rules for text in rule.data.examples]
    for number, (text, town) in enumerate(zip(cycle(examples), cycle(TOWNS), strict=False)):
        yield f"In {town} on {DAYS[number % 7]} {number + 2} people watched as {text[:1].lower()}{text[1:]}"


def story(chars: int) -> str:
    """Paragraphs of a sentence each."""
    return _fill(sentences(), "\n\n", chars)


def wire_of_1987(chars: int) -> str:
    """Capitals in a narrow column."""
    words, lines, line = story(chars).upper().split(), list[str](), ""
    for word in words:
        if len(line) + len(word) > 64:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def one_paragraph(chars: int) -> str:
    """No line break."""
    return _fill(sentences(), " ", chars)


def one_sentence(chars: int) -> str:
    """No full stop, no line break."""
    return _fill((text.replace(". ", ", ").rstrip(".") for text in sentences()), " and ", chars)


def quotations(chars: int) -> str:
    """Quotes and brackets that never close."""
    return _fill((f'("{text}' for text in sentences()), " ", chars)


def results(chars: int) -> str:
    """A market list among which triggers stand."""
    rows = (f"{town} shares  {k}.{k % 10}  up {k % 7} pct after strike" for k, town in enumerate(cycle(TOWNS)))
    return _fill(rows, "\n", chars)


COPY: tuple[Callable[[int], str], ...] = (story, one_paragraph, one_sentence, quotations, wire_of_1987, results)


def _fill(pieces: Iterator[str], between: str, chars: int) -> str:
    found, length = list[str](), 0
    while length < chars:
        found.append(next(pieces))
        length += len(found[-1]) + len(between)
    return between.join(found)


def rows(how: How) -> Iterator[Row]:
    """Of each number of times the worst of all sorts of copy."""
    reader, once = loaded.reader(), how.pick(ONCE, 500)
    for times, goal in zip(TIMES, GOALS, strict=True):
        found = []
        for made in COPY if not how.quick else COPY[:1]:
            name = made.__name__.replace("_", " ")
            pair = alternate(ms(reader, made(times * once)), ms(reader, made(once)), how)
            found.append(
                compared(f"text {times}× as long", pair, "ms", goal, f"of {len(COPY)} sorts the worst: {name}")
            )
            say(f"text {times}× as long, {name}: {found[-1].ratio:g}×")
        yield max(found, key=lambda row: row.ratio or 0)


def ms(reader: Reader, text: str) -> Callable[[int], float]:
    """How long a fork takes to read it, which has read other copy before."""
    articles = [
        Article(uri="urn:bench", version="1", headline="Rebels capture town", body=body, version_time=WHEN)
        for body in (leads()[0].body, text)
    ]

    def once() -> float:
        reader.read(articles[0])
        began = time.perf_counter()
        reader.read(articles[1])
        return 1000 * (time.perf_counter() - began)

    return lambda _: forked(once)
