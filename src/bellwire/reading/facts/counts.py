"""How many were killed, wounded, captured, displaced, are missing.

Read from the surface, number by number, since headlines and tolls ("12 dead, 30 hurt") are where parsers err most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bellwire.reading.facts.counted import counts_no_people, counts_people, ends_with_people, phrase_end, tells
from bellwire.reading.facts.fates import by_parse, in_toll, of_noun, said_after, said_before
from bellwire.reading.facts.quantities import Quantity, quantity_at
from bellwire.reading.syntax.tokens import Sentence, Token

#: By which a number is told to be of those counted before.
_PARTS = frozenset([("of", "them"), ("of", "whom"), ("of", "these"), ("of", "those")])
#: Words for those counted that leave open who they are.
_ANYBODY = frozenset(["people", "persons", "victims", "casualties", "dead"])


@dataclass(frozen=True, slots=True)
class Count:
    """`least` to `most` people of `category`, said by tokens `first` to `last`, both included; `joined` to the count
    before it in one list ("five soldiers, three civilians killed"); `further` than those told before ("two more").
    """

    category: str
    least: int
    most: int
    first: int
    last: int
    joined: bool = False
    further: bool = False


def totals(counts: Sequence[Count]) -> dict[str, tuple[int, int]]:
    """Each category's number: lists summed, else the largest, as later numbers mostly tell parts of it; further ones
    only where no whole number is told."""
    sums: dict[str, list[tuple[int, int]]] = {}
    only_further = further(counts)
    for count in counts:
        if count.further and count.category not in only_further:
            continue
        found = sums.setdefault(count.category, [])
        if count.joined and found:
            least, most = found.pop()
            found.append((least + count.least, most + count.most))
        else:
            found.append((count.least, count.most))
    return {category: (max(n for n, _ in found), max(n for _, n in found)) for category, found in sums.items()}


def further(counts: Sequence[Count]) -> frozenset[str]:
    """The categories of which only those are told who come to others: "two more have died"."""
    whole = {count.category for count in counts if not count.further}
    return frozenset(count.category for count in counts) - whole


def find_counts(sentence: Sentence) -> list[Count]:
    """Every count of people harmed, taken or driven out in `sentence`, in order; an open end is a guess of its size."""
    tokens = sentence.tokens
    found: list[Count] = []
    waiting: list[Count] = []
    i = 0
    while i < len(tokens):
        quantity = quantity_at(tokens, i)
        if quantity is None:
            i += 1
            continue
        counted = _counted(tokens, quantity, found[-1] if found else None)
        if counted and waiting and _joined(tokens, waiting[-1], quantity) and counted[0].last > quantity.last:
            found.extend(replace(one, category=counted[0].category) for one in waiting)
            counted = [replace(one, joined=True) for one in counted]
        waiting = [] if counted else [*waiting, *_uncounted(tokens, quantity, waiting)]
        found.extend(counted)
        i = quantity.last + 1
    return found


def _uncounted(tokens: Sequence[Token], q: Quantity, before: Sequence[Count]) -> list[Count]:
    """People of whom nothing is said yet, and who may share what is said of the next: "five men, two boys killed"."""
    end = phrase_end(tokens, q.last)
    if counts_no_people(tokens, q) or not ends_with_people(tokens, q, end):
        return []
    if before and not _joined(tokens, before[-1], q):
        return []
    return [Count("", q.least, q.most, q.first, end)]


def _counted(tokens: Sequence[Token], q: Quantity, before: Count | None) -> list[Count]:
    """What the quantity counts: nothing, one category, or two ("killed or wounded")."""
    if counts_no_people(tokens, q):
        return []
    end = phrase_end(tokens, q.last)
    category = of_noun(tokens, q, end) or said_after(tokens, q, end) or in_toll(tokens, q)
    if category is None and counts_people(tokens, q, end):
        category = said_before(tokens, q)
        listed = before is not None and _joined(tokens, before, q) and not tells(tokens, end)
        if category is None and before is not None and listed and ends_with_people(tokens, q, end):
            category = before.category
    if category is None and ends_with_people(tokens, q, end):
        category = by_parse(tokens, end)
    if category is None:
        return []
    both = _both(tokens, end)
    if both:
        return [Count(c, 0, q.most, q.first, end) for c in ("killed", "wounded")]
    joined = before is not None and before.category == category and _joined(tokens, before, q)
    return [Count(category, q.least, q.most, q.first, end, joined, _is_further(tokens, q, end))]


def _is_further(tokens: Sequence[Token], q: Quantity, end: int) -> bool:
    """Whether those counted come to others: "two more people", "another three"."""
    if q.first and tokens[q.first - 1].text.lower() in ("another", "further"):
        return True
    after = [t.text.lower() for t in tokens[q.last + 1 : end + 2]][:2]
    return tokens[q.first].text.lower() == "another" or bool({"more", "further", "additional"} & set(after))


def _joined(tokens: Sequence[Token], before: Count, q: Quantity) -> bool:
    """Whether only "and", a comma and the like stand between the last count and this one: one list of one verb. What
    only spells out the people before ("27 people, two of them civilians", "seven people, a teacher and six pupils")
    is no further one."""
    between = [t.text.lower() for t in tokens[before.last + 1 : q.first]]
    after = tuple(t.text.lower() for t in tokens[q.last + 1 : q.last + 3])
    if after in _PARTS or (between == [","] and tokens[before.last].text.lower() in _ANYBODY):
        return False
    return bool(between) and len(between) <= 2 and set(between) <= {",", "and", "as", "well"}


def _both(tokens: Sequence[Token], end: int) -> bool:
    """Whether those counted were killed *or* wounded, so that neither number is known."""
    near = [t.text.lower() for t in tokens[end + 1 : end + 9]]
    for k, word in enumerate(near[:-2]):
        if word == "killed" and near[k + 1] in ("or", "and") and near[k + 2] in ("wounded", "injured"):
            rest = near[k + 3] if k + 3 < len(near) else ""
            return not rest[:1].isdigit() and rest not in ("at", "more", "some", "several", "dozens", "another")
    return False
