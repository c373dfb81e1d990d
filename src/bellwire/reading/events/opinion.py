"""Rules and second opinion decide as one: which mentions tell an event, as fact, claim or past, and which ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.features import features, kinds_of
from bellwire.reading.events.linear import Opinion
from bellwire.reading.reading import Direction

#: A rule of at least this confidence stands, whatever the second opinion is.
SURE = 0.9


def weighed(drafts: Sequence[Draft], flags: frozenset[str], opinion: Opinion | None) -> list[Draft]:
    """The mentions that stand; without a model those to which a rule applies."""
    if opinion is None:
        return [draft for draft in drafts if not draft.missed]
    kinds = kinds_of(drafts)
    return [kept for draft in drafts if (kept := _weighed(draft, flags, kinds, opinion)) is not None]


def _weighed(draft: Draft, flags: frozenset[str], kinds: Counter[str], opinion: Opinion) -> Draft | None:
    if draft.kind.direction is Direction.CONTEXT:
        return None if draft.missed else draft
    seen = features(draft, flags, kinds)
    real = opinion.real(seen)
    sure = not draft.missed and draft.rule.data.confidence >= SURE
    if not sure and real < (opinion.least_missed if draft.missed else opinion.least):
        return None
    status = opinion.status(seen, draft.status)
    why = (*draft.why, f"weighed {real:.2f}: {', '.join(opinion.reasons(seen))}")
    if status != draft.status:
        why = (*why, f"weighed as {status}")
    return replace(
        draft,
        status=status,
        confidence=round(max(real, draft.confidence) if sure else real, 2),
        alert=opinion.alert(seen),
        why=why,
    )
