"""The second opinion: its arithmetic, what it sees, and how it and the rules decide as one."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bellwire.reading import Reader
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.kinds import Kind
from bellwire.reading.events.opinion import About, Opinion
from bellwire.reading.events.opinion.linear import Blend, BlendData, Table, TableData, log_odds, shares
from bellwire.reading.events.opinion.news import news_figures
from bellwire.reading.events.opinion.vocabulary import Vocabulary
from bellwire.reading.events.opinion.ways import way_figures
from bellwire.reading.events.opinion.wording import wording
from bellwire.reading.events.rules import RuleData, RuleFile, compile_rules
from bellwire.reading.events.weigh import both, is_unsaid, telling_of
from bellwire.reading.reading import Direction, Event
from bellwire.wire.article import Article

WHEN = datetime(2016, 12, 4, 12, tzinfo=UTC)
NOBODY = Vocabulary({})
LONG = "Troops shelled the town. " + "The day was long and the road was dry. " * 12


def table(rows: dict[str, Sequence[int]], *, start: Sequence[float] = (0.0, 0.0), even: float = 0.0) -> Table:
    weights = b64encode(np.array(list(rows.values()), dtype=np.int8).tobytes()).decode()
    return Table(TableData(["one", "two"], 0.5, list(start), list(rows), weights, even))


def article(text: str) -> Article:
    return Article(uri="urn:o", version="1", body=text, version_time=WHEN)


def told(reader: Reader, text: str) -> list[Draft]:
    pages = reader.pages(article(text))
    return reader.told(article(text), pages)[1]


def convinced(reader: Reader, **change: object) -> Reader:
    """The same reader with something else in its opinion."""
    assert reader.knowledge.opinion is not None
    opinion: Opinion = replace(reader.knowledge.opinion, **change)  # type: ignore[arg-type]
    return Reader(reader.parser, replace(reader.knowledge, opinion=opinion), reader.gate)


def unconvinced(reader: Reader) -> Reader:
    """The same reader whose opinion holds nothing for told and no article for news."""
    assert reader.knowledge.opinion is not None
    encoder = reader.knowledge.opinion.encoder
    return convinced(reader, least=2.0, encoder=lambda headline, body: replace(encoder(headline, body), alert=-1.0))


def asked(reader: Reader, kinds: float) -> Reader:
    """The same reader that any word convinces, whose encoder holds the whole text for telling of every kind alike."""
    assert reader.knowledge.opinion is not None
    encoder, count = reader.knowledge.opinion.encoder, len(reader.knowledge.opinion.kinds_told)
    return convinced(
        reader, least=-1.0, encoder=lambda *text: replace(encoder(*text), kinds=np.full(count, kinds), alert=1.0)
    )


def events(reader: Reader, text: str) -> tuple[Event, ...]:
    return reader.read(article(text)).events


def test_scores_are_the_start_and_the_sum_of_known_weights() -> None:
    scores = table({"a": (2, -4), "b": (1, 0)}, start=(1.0, 0.0)).scores(["a", "b", "never seen"])
    assert scores.tolist() == [2.5, -2.0]


def test_nothing_known_scores_the_start() -> None:
    assert table({"a": (2, 2)}, start=(0.5, -0.5)).scores([]).tolist() == [0.5, -0.5]


def test_long_texts_weigh_like_short_ones_where_they_are_to_be_even() -> None:
    rows = {f"word {k}": (2, 0) for k in range(16)}
    four, sixteen = (table(rows, even=6.0).scores(list(rows)[:n])[0] for n in (4, 16))
    assert (four, sixteen) == (12.0, 24.0)


def test_the_features_that_weighed_most_come_first() -> None:
    rows = {"little": (1, 0), "much": (-9, 0), "some": (4, 0)}
    assert table(rows).reasons(["little", "some", "much", "never seen"], 0, most=2) == ("much", "some")


def test_a_blend_weighs_figures_and_passes_over_strangers() -> None:
    blend = Blend(BlendData(["told"], {"best": [2.0], "always": [-1.0]}))
    assert blend.scores({"best": 1.5, "always": 1.0, "stranger": 9.0}).tolist() == [2.0]


def test_likelihoods_sum_to_one_and_turn_back_into_odds() -> None:
    found = shares(np.array([0.0, 1.0, 700.0]))
    assert found.sum() == pytest.approx(1.0)
    assert np.isfinite(log_odds(found)).all()


def test_a_word_is_known_by_the_group_of_the_first_form_that_is() -> None:
    words = Vocabulary({"shell": ("1", "2", "3")})
    assert words.groups("shelled", "shell") == ("1", "2", "3")
    assert words.groups("purred") is None


def test_an_article_is_seen_by_its_words_where_they_stand() -> None:
    seen = wording("Army nears town", "Rebels fled 12 villages and 3 farms.", ["advance"], ["conflict"], NOBODY)
    assert {"headline=army", "says=nears town", "opening=rebels", "opening=#", "ruled=advance"} <= set(seen)
    assert len(seen) == len(set(seen))


def test_what_the_rules_read_is_among_what_the_opinion_sees(reader: Reader) -> None:
    pages = reader.pages(article("Troops shelled the rebel town."))
    _, sentences = reader.heard(article("Troops shelled the rebel town."), pages)
    assert reader.knowledge.opinion is not None
    found = [one for sentence in sentences for one in sentence.candidates]
    seen = {name for names in telling_of(found, pages.flags, reader.knowledge.opinion) for name in names}
    assert {"ruled=strike", "lemma=shell", "agent:armed_force"} <= seen


def test_no_feature_holds_more_than_two_words_of_the_text(reader: Reader) -> None:
    assert reader.knowledge.opinion is not None
    text = "Troops shelled the rebel town of Dalvik while residents cowered in their cellars."
    moods = [name for draft in told(reader, text) for name in draft.mood]
    assert moods
    assert not any("cowered in their" in name or "rebel town of" in name for name in moods)


def test_a_rule_marked_sure_stands_whatever_the_opinion_is(reader: Reader) -> None:
    text = "The army gave the rebels until noon on Friday to leave the hills."
    assert any(event.kind == "threat" for event in events(unconvinced(reader), text))


def test_other_rules_yield_to_it(reader: Reader) -> None:
    text = "Troops shelled the rebel town."
    assert any(event.kind == "strike" for event in events(reader, text))
    assert not any(event.kind == "strike" for event in events(unconvinced(reader), text))


def test_an_article_that_a_desk_wants_tells_of_its_likeliest_kind_at_least(reader: Reader) -> None:
    assert [event.kind for event in events(convinced(reader, least=2.0), "Troops shelled the rebel town.")] == [
        "strike"
    ]


def test_an_event_that_no_rule_reads_says_so(reader: Reader) -> None:
    drafts = told(asked(reader, 1.0), "Troops shelled the town.")
    assert [draft.rule.name for draft in drafts if not draft.missed] == ["strike/shell"]
    unruled = [draft.missed for draft in drafts if draft.rule.name.endswith("/unruled")]
    assert set(unruled) == {"no rule knows it"} and len(unruled) == len(drafts) - 1


def test_what_the_text_as_a_whole_speaks_against_is_told_by_no_word_without_a_rule(reader: Reader) -> None:
    drafts = told(asked(reader, -2.0), LONG)
    assert [draft.rule.name for draft in drafts] == ["strike/shell"]


def test_nor_by_a_rule_where_no_desk_wants_the_article_unless_it_is_likely_all_the_same(reader: Reader) -> None:
    assert reader.knowledge.opinion is not None
    said = reader.knowledge.opinion.encoder("", LONG)
    against = About(np.zeros(1), replace(said, kinds=np.array([-1.0]), alert=-3.0), np.zeros((1, 1)))
    assert is_unsaid(against, 0, 0.6, ruled=True)
    assert not is_unsaid(against, 0, 0.7, ruled=True)
    assert not is_unsaid(replace(against, said=replace(against.said, alert=1.0)), 0, 0.6, ruled=True)
    assert not is_unsaid(replace(against, said=replace(against.said, spans=said.spans[:50])), 0, 0.6, ruled=True)


def test_what_is_told_by_no_rule_alone_is_not_told_as_denied(reader: Reader) -> None:
    found = events(asked(reader, 1.0), LONG.replace("shelled", "did not shell"))
    assert [event.rule for event in found if event.status == "denied"] == ["strike/shell"]


def test_the_reason_names_the_features_that_weighed_most(reader: Reader) -> None:
    (strike, *_) = [draft for draft in told(reader, "Troops shelled the rebel town.") if draft.name == "strike"]
    assert strike.why[0].startswith("weighed ")
    assert len(strike.why[0].split(": ", 1)[1].split(", ")) >= 3


def test_a_claim_and_its_denial_are_two_accounts(reader: Reader) -> None:
    text = "The army said it had captured the airport. The rebels denied that the airport had been captured."
    (capture,) = [event for event in events(reader, text) if event.kind == "capture"]
    assert (capture.status, capture.disputed) == ("claimed", True)


def test_figures_of_an_article_are_what_its_words_and_the_encoder_make_likely(reader: Reader) -> None:
    assert reader.knowledge.opinion is not None
    said = reader.knowledge.opinion.encoder("", "Troops shelled the rebel town.")
    figures = news_figures(About.of(np.arange(7.0), said))
    assert (figures["said: alert"], figures["wording: alert"], figures["wording: mixed"]) == (said.alert, 2.0, 6.0)
    assert max((figures[f"said: {way}"], way) for way in ("none", "escalation", "mixed"))[1] == "escalation"


def test_copy_that_no_sentence_of_is_worth_a_parse_is_not_shown_to_the_encoder(reader: Reader) -> None:
    assert reader.pages(article("The choir sang.")).said is None


def test_a_word_weighs_by_the_mean_of_what_table_and_encoder_say(reader: Reader) -> None:
    text = "Troops shelled the rebel town."
    pages = reader.pages(article(text))
    _, (sentence, *_) = reader.heard(article(text), pages)
    assert pages.said is not None
    about = About.of(np.zeros(0), pages.said)
    (one,) = [one for one in sentence.candidates if one.frame.token.text == "shelled"]
    seen = about.odds_at("body", text.index("shelled"))
    assert seen is not None
    assert both(one, seen + 2, about) == pytest.approx(seen + 1)


def test_the_status_that_rules_give_is_among_what_decides_how_a_word_is_told(reader: Reader) -> None:
    assert reader.knowledge.opinion is not None
    about = About.of(np.zeros(0), reader.knowledge.opinion.encoder("", "Troops shelled the town."))
    statuses = reader.knowledge.opinion.mood.columns[:-1]
    figures = way_figures("denied", statuses, np.zeros(9), about, 0, None)
    assert figures["ruled denied"] == figures["unseen"] == 1.0
    assert {f"kind {status}" for status in statuses} < figures.keys()


def test_copy_without_a_candidate_has_no_events(reader: Reader) -> None:
    assert events(reader, "The choir sang.") == ()


def test_a_kind_that_was_not_taught_is_read_by_its_rules(reader: Reader) -> None:
    know = reader.knowledge
    kind = Kind("posture", Direction.ESCALATION, False, {"root": "COERCE"})
    rule = RuleData(
        name="jamming/jams", kind="jamming", verbs=["jam"], confidence=0.9, examples=["-", "-"], near_misses=["-"]
    )
    kinds = {**know.kinds, "jamming": kind}
    rules = compile_rules([RuleFile([rule])], {}, kinds)
    other = Reader(reader.parser, replace(know, kinds=kinds, rules=rules), reader.gate)
    text = "Rebels captured the town. The army jammed the rebel radio on Sunday, officials said, and troops fled."
    found = {event.kind: event.status for event in events(other, text)}
    assert found["jamming"] == "happened"
