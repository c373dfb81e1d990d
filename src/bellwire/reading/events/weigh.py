"""Rules and second opinion decide as one: which kinds an article tells of, in which words, and how they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log1p

import numpy as np

from bellwire.reading.events.beginning import HAS_BEGUN, YET_TO_BEGIN
from bellwire.reading.events.candidates import Candidate, Told, by_rules
from bellwire.reading.events.claims import CLAIMED, OWN_LOSS, REFUSAL, SAID_NO, SAT_DOWN, TRIED, is_owned
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.draft import REAL, UNKNOWN, Draft
from bellwire.reading.events.match import Match, Miss, kinds_of
from bellwire.reading.events.opinion import FIRST, HEADLINE, LATER, About, Opinion, Spot, figures
from bellwire.reading.events.opinion.linear import Scores, log_odds, shares, squash
from bellwire.reading.events.opinion.telling import Around, telling
from bellwire.reading.events.opinion.ways import way_figures
from bellwire.reading.events.opinion.wording import wording
from bellwire.reading.events.rules import bare_rule
from bellwire.reading.syntax.pages import Pages

#: A rule of at least this confidence stands, whatever the second opinion is.
SURE = 0.9
#: By how many log odds a word may tell a kind less clearly than the clearest of its article, one that a rule reads so
#: too; the least of all but the clearest, and of that too.
NEAR, NEAR_RULED, LEAST, HOPELESS = 2.0, 3.0, -3.0, -6.0
#: How much less likely a kind may be in words that a rule reads so, and how much likelier it must be in words that no
#: rule knows, and in those that a rule knows and refuses.
RULED, UNRULED, REFUSED = 0.05, 0.05, 0.2
#: How likely a kind must be that the text as a whole speaks against, in a word that no rule reads, or where no desk
#: wants the article: the log odds of that below which none does. Wordpieces from which on a text is a whole.
DOUBTED, UNWANTED, WHOLE = 0.65, -1.0, 100
#: The head start, in log odds, of a status that an operator makes, beyond what is learned of it: operators are written
#: for grammar that the texts learned from may not hold.
OPERATED = 1.0
#: Mentions of a kind that say how it is told, and the share of the likeliest status that a second one must have.
MENTIONS, SECOND = 3, 0.6
#: Operators of both clauses of a condition, neither of which is a fact, and log odds that nothing makes up for.
CONDITIONAL, NEVER = frozenset(["if", "then", YET_TO_BEGIN]), 30.0
#: Reasons why a thing has come to pass for sure.
SURELY = frozenset([OWN_LOSS, HAS_BEGUN, SAID_NO, SAT_DOWN, TRIED])
#: Operators under which nothing is a fact either, unless another takes them back: "not without a fight".
UNREAL = frozenset(["would have", "fake", "in error", "yet to", "out of reach", "without", "in vain"])
#: An operator that leaves open whether it was done.
NOT_KNOWN = "not known"
#: Operators of what was before, whoever tells of it: the blow that another answers, the treaty that says something, the
#: fighting that a truce ends.
OF_BEFORE = frozenset(["answered", "in force", "over"])
#: Verbs by which nobody is dead yet: "tried to kill the general".
TRYING = frozenset(["try", "attempt", "seek", "plot", "conspire"])
#: What a weapon that flies may tell, and what is told where it is brought down.
STRIKE, DOWNED = "strike", "clash"
#: Statuses that no operator makes.
_TOLD = ("happened", "claimed", "past")


def telling_of(found: Sequence[Candidate], flags: frozenset[str], opinion: Opinion) -> list[list[str]]:
    """The features of every candidate of an article."""
    article = frozenset(kind for one in found for kind in one.told())
    sentences: dict[tuple[str, int], set[str]] = {}
    for one in found:
        sentences.setdefault(_place(one), set()).update(one.told())
    return [
        telling(one.frame, one.outcomes, Around(flags, frozenset(sentences[_place(one)]), article), opinion.words)
        for one in found
    ]


def _place(one: Candidate) -> tuple[str, int]:
    """The field and start of its sentence."""
    return one.frame.sentence.field, one.frame.sentence.start


def how_long(found: Sequence[Candidate]) -> float:
    """The log of the number of sentences with candidates."""
    return log1p(len({_place(one) for one in found}))


def about_of(found: Sequence[Candidate], pages: Pages, opinion: Opinion | None) -> About | None:
    """What the second opinion makes of an article as a whole; None where there is none, or the encoder said nothing."""
    if opinion is None or pages.said is None:
        return None
    ruled = {told.kind for told in by_rules(found)}
    seen = wording(pages.headline.text, pages.body.text, ruled, pages.flags, opinion.words)
    return About.of(opinion.wording.scores(seen), pages.said)


def spots_of(found: Sequence[Candidate], odds: Sequence[Scores]) -> list[Spot]:
    """Where each candidate stands, and what speaks for it."""
    spots: list[Spot] = []
    for one, score in zip(found, odds, strict=True):
        sentence = one.frame.sentence
        part = HEADLINE if sentence.field == "headline" else FIRST if sentence.index <= 1 else LATER
        ruled: dict[str, float] = {}
        missed: set[str] = set()
        for outcome in one.outcomes:
            for kind in kinds_of(outcome):
                if isinstance(outcome, Match):
                    ruled[kind] = max(ruled.get(kind, 0.0), outcome.rule.data.confidence)
                else:
                    missed.add(kind)
        spots.append(Spot(part, score, ruled, frozenset(missed)))
    return spots


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the opinion says of an article: per candidate its features and log odds of each kind, and how likely the
    article tells of each kind."""

    features: list[list[str]]
    odds: list[Scores]
    likely: dict[str, float]


def weigh(found: Sequence[Candidate], about: About, flags: frozenset[str], opinion: Opinion) -> Weighed:
    """Weighs the candidates of an article."""
    kinds = opinion.kinds_told
    features = telling_of(found, flags, opinion)
    odds = [log_odds(shares(opinion.telling.scores(names))[1:]) for names in features]
    scores = opinion.kinds.scores(figures(kinds, spots_of(found, odds), about, how_long(found)))
    likely = {kind: squash(float(score)) for kind, score in zip(kinds, scores, strict=True)}
    return Weighed(features, [both(one, score, about) for one, score in zip(found, odds, strict=True)], likely)


def both(one: Candidate, odds: Scores, about: About) -> Scores:
    """The log odds of each kind in a word: the mean of the table's and the encoder's, where that saw it."""
    said = about.odds_at(one.frame.sentence.field, one.frame.token.start)
    return odds if said is None else (odds + said) / 2


def weighed(found: Sequence[Candidate], about: About | None, flags: frozenset[str], know: Knowledge) -> list[Told]:
    """What an article tells: by the rules alone where there is no opinion, and of kinds that it was not taught, else by
    both. One that a desk wants tells of something: of its likeliest kind at least."""
    ruled = list(by_rules(found))
    if know.opinion is None or about is None or not found:
        return ruled
    said, opinion = weigh(found, about, flags, know.opinion), know.opinion
    told = [one for kind in opinion.kinds_told for one in _mentions(found, said, kind, about, opinion)]
    if not told and about.said.alert > 0:
        likeliest = max(said.likely, key=lambda kind: said.likely[kind])
        told.extend(_mentions(found, said, likeliest, about, opinion, wanted=True))
    told.extend(one for one in ruled if one.kind not in opinion.kinds_told)
    return sorted(told, key=lambda one: (one.candidate.frame.sentence.index, one.candidate.frame.token.start))


def _mentions(
    found: Sequence[Candidate], said: Weighed, kind: str, about: About, opinion: Opinion, *, wanted: bool = False
) -> Iterator[Told]:
    """The words that tell of a kind, where the article is held to (`wanted`: in any word that rules do not refuse,
    however unlikely the kind is); those of a sure rule in any case."""
    at = opinion.kinds_told.index(kind)
    likely, odds = said.likely[kind], [float(row[at]) for row in said.odds]
    best = max(odds)
    swallowed = _swallowed(found, kind)
    for one, names, weight in zip(found, said.features, odds, strict=True):
        outcome = one.outcome(kind)
        ruled = outcome if isinstance(outcome, Match) else None
        sure = ruled is not None and ruled.rule.data.confidence >= SURE
        least = opinion.least + (-RULED if ruled else UNRULED if outcome is None else REFUSED)
        barred = likely < least or is_unsaid(about, at, likely, ruled=ruled is not None)
        if wanted:
            barred = isinstance(outcome, Miss)
        barred = barred or (ruled is None and (kind in one.consumed() or _at(one) in swallowed))
        near = best - (NEAR_RULED if ruled else NEAR)
        if not sure and (barred or weight < HOPELESS or (weight < max(near, LEAST) and weight < best)):
            continue
        rule = outcome.rule if outcome is not None else bare_rule(kind)
        missed = "" if isinstance(outcome, Match) else outcome.why if outcome is not None else UNKNOWN
        why = f"weighed {likely:.2f}: {', '.join(opinion.telling.reasons(names, at + 1))}"
        yield Told(one, kind, rule, missed, max(likely, rule.data.confidence) if sure else likely, weight, (why,))


def _at(one: Candidate) -> tuple[str, int, int]:
    return one.frame.sentence.field, one.frame.sentence.index, one.frame.trigger


def _swallowed(found: Sequence[Candidate], kind: str) -> frozenset[tuple[str, int, int]]:
    """The weapons that are only brought down: the drones of "shot down its drones" are no strike."""
    if kind != STRIKE:
        return frozenset()
    return frozenset(
        (*_at(one)[:2], patient.head)
        for one in found
        if DOWNED in one.told() and kind in one.consumed()
        for patient in one.frame.patients
    )


def is_unsaid(about: About, kind: int, likely: float, *, ruled: bool) -> bool:
    """Whether the text as a whole speaks against a kind (its number) that is not likely enough to stand all the same:
    in a word that no rule reads, or anywhere in an article that no desk wants."""
    against = len(about.said.spans) >= WHOLE and bool(about.said.kinds[kind] < 0) and likely < DOUBTED
    return against and (not ruled or about.said.alert < UNWANTED)


def settled(drafts: Sequence[Draft], about: About | None, opinion: Opinion | None) -> list[Draft]:
    """Each mention with the status that all mentions of its kind make likeliest, and how likely it is news."""
    if opinion is None or about is None:
        return list(drafts)
    scored = [_scored(draft, about, opinion) for draft in drafts]
    allowed = {
        account: _statuses(
            [(d, s) for d, s in zip(drafts, scored, strict=True) if _account(d) == account and s is not None]
        )
        for account in {_account(draft) for draft in drafts}
    }
    told = [
        draft if scores is None else _settle(draft, scores, allowed[_account(draft)], opinion)
        for draft, scores in zip(drafts, scored, strict=True)
    ]
    done = {draft.name for draft in told if draft.status in REAL}
    denials = {(*_sentence(draft), step.at) for draft in told for step in draft.standing.steps if step.name == "deny"}
    return [
        draft
        for draft in told
        if (draft.name in done or not _is_vague(draft, about))
        and not (draft.name == REFUSAL and (*_sentence(draft), draft.frame.trigger) in denials)
    ]


def _sentence(draft: Draft) -> tuple[str, int]:
    return draft.frame.sentence.field, draft.frame.sentence.index


def _is_vague(draft: Draft, about: About) -> bool:
    """Whether it is denied in words of a whole text that no rule knows: they tell their kind by what stands round them,
    which no denial takes back."""
    return draft.missed == UNKNOWN and draft.status == "denied" and len(about.said.spans) >= WHOLE


def _account(draft: Draft) -> tuple[str, str]:
    """Which account of a kind a mention gives: told as done, yet to come, or denied, as the rules have it."""
    if draft.status in _TOLD:
        years_ago = draft.status == "past" and draft.when is not None and draft.when.precision == "year"
        return draft.name, "past" if years_ago else "told"
    return draft.name, "denied" if draft.status == "denied" else "open"


def mood_names(kind: str, names: Sequence[str]) -> list[str]:
    """The features of how an event is told, each also as its kind's own."""
    return [*names, *(f"{kind}: {name}" for name in names), kind]


def _scored(draft: Draft, about: About, opinion: Opinion) -> Scores | None:
    if draft.name not in opinion.kinds_told:
        return None
    moods = opinion.mood.scores(mood_names(draft.name, draft.mood))
    kind = opinion.kinds_told.index(draft.name)
    word = about.said.at(draft.frame.sentence.field, draft.frame.token.start)
    scores = opinion.ways.scores(way_figures(draft.status, opinion.mood.columns[:-1], moods, about, kind, word))
    if draft.status not in _TOLD:
        scores[opinion.mood.columns.index(draft.status)] += OPERATED
    if any(step.name in CONDITIONAL for step in draft.standing.steps) or _is_no_fact(draft):
        scores[[opinion.mood.columns.index(status) for status in _TOLD]] -= NEVER
    if any(step.name == NOT_KNOWN for step in draft.standing.steps):
        scores[[opinion.mood.columns.index(status) for status in (*_TOLD, "denied")]] -= NEVER
    if draft.status == "past" and any(step.name in OF_BEFORE for step in draft.standing.steps):
        scores[[opinion.mood.columns.index(status) for status in ("happened", "claimed")]] -= NEVER
    if draft.status == "claimed" and any(reason == CLAIMED for reason in draft.why):
        scores[opinion.mood.columns.index("happened")] -= NEVER
    if draft.name == REFUSAL and draft.status != "denied":
        scores[opinion.mood.columns.index("denied")] -= NEVER
    if _is_certain(draft):
        scores[opinion.mood.columns.index("happened")] = NEVER
    return scores


def _is_certain(draft: Draft) -> bool:
    """Whether its own words leave no doubt that it has come to pass."""
    owned = is_owned(draft.standing, draft.frame.sentence) or not SURELY.isdisjoint(draft.why)
    return draft.status == "happened" and owned


def _is_no_fact(draft: Draft) -> bool:
    """Whether its own words rule out that it was done: fake, in error, denied outright, or harm only tried for."""
    steps, tokens = draft.standing.steps, draft.frame.sentence.tokens
    tried = draft.name == "casualties" and any(tokens[step.at].lemma in TRYING for step in steps)
    unreal = draft.status not in _TOLD and any(step.name in UNREAL for step in steps)
    disowned = draft.status == "denied" and any(step.name == "deny" for step in steps)
    return tried or unreal or disowned


def _statuses(found: Sequence[tuple[Draft, Scores]]) -> tuple[int, ...]:
    """The likeliest status of a kind, as a column, and a second where another mention clearly tells it so."""
    if not found:
        return ()
    ranked = sorted(found, key=lambda pair: -pair[0].weight)[:MENTIONS]
    kept = [pair for pair in ranked if pair[0].weight >= ranked[0][0].weight - NEAR]
    told = [shares(scores[:-1]) for _, scores in kept]
    weights = [squash(draft.weight) for draft, _ in kept]
    mean = np.average(told, axis=0, weights=weights)
    order = np.argsort(-mean, kind="stable")
    differ = len({int(one.argmax()) for one in told}) > 1
    return (int(order[0]), int(order[1])) if differ and mean[order[1]] > SECOND * mean[order[0]] else (int(order[0]),)


def _sure(draft: Draft) -> bool:
    """Whether a rule that stands whatever the second opinion is reads it."""
    return draft.rule.data.confidence >= SURE and not draft.missed


def _settle(draft: Draft, scores: Scores, allowed: Sequence[int], opinion: Opinion) -> Draft:
    statuses: Mapping[int, str] = dict(enumerate(opinion.mood.columns[:-1]))
    own = int(scores[:-1].argmax())
    agreed = statuses[own] == draft.status and draft.status not in _TOLD
    if (_sure(draft) and draft.status not in _TOLD) or _is_certain(draft):
        agreed, own = True, opinion.mood.columns.index(draft.status)
    chosen = own if own in allowed or agreed else allowed[0]
    status = statuses[own if scores[chosen] < -NEVER / 2 else chosen]
    if draft.status == "denied" and status in REAL and draft.speakers:
        status = "denied"  # The other side's account: merging makes a dispute of both.
    why = draft.why if status == draft.status else (*draft.why, f"weighed as {status}")
    return replace(draft, status=status, alert=squash(float(scores[-1])), why=why)
