"""How long reading takes as copy grows: ms for an article once, 4 and 16 times as long, and how many times as long.

`make bench` runs it after run.py. The copy is invented, dense in triggers and never the same twice: the examples of all
rules, each in another town on another day. The last column is 16 or a little less where every step is linear (what is
done once an article weighs less and less), and far more where one is not.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle

from bellwire.reading import Reader, load_reader
from bellwire.reading.knowledge import load_knowledge
from bellwire.wire import Article

#: Characters of the article at its shortest: a wire of some 500 words.
ONCE = 3_000
TIMES = (1, 4, 16)
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


def ms(reader: Reader, text: str, rounds: int) -> tuple[float, int]:
    """The median of the rounds, and how many events there are."""
    article = Article(uri="urn:bench", version="1", headline="Rebels capture town", body=text, version_time=WHEN)
    times, events = [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        events = len(reader.read(article).events)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), events


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    reader = load_reader(max_chars=10 * ONCE * max(TIMES))
    ms(reader, story(ONCE), 1)  # the first warms up
    print(f"\n| copy of {ONCE:,} characters | {' | '.join(f'{n}×, ms (events)' for n in TIMES)} | {TIMES[-1]}× takes |")
    print("| --- |" + " --- |" * (len(TIMES) + 1))
    for made in COPY:
        print(f"  {made.__name__}", end="\r", file=sys.stderr)
        took = [ms(reader, made(n * ONCE), given.rounds) for n in TIMES]
        cells = " | ".join(f"{time:.0f} ({events})" for time, events in took)
        print(f"| {made.__name__.replace('_', ' ')} | {cells} | {took[-1][0] / took[0][0]:.1f}× |", flush=True)


if __name__ == "__main__":
    main()
