"""Loads all that reading needs, once per process: rules, operators, kinds, lexicon, facts."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files
from typing import Any

import msgspec
import rtoml

from bellwire.reading.encoder import Encoder
from bellwire.reading.events.attribution import SpeakerWords
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.genre import GenreFile, compile_genres
from bellwire.reading.events.kinds import Kinds, compile_kinds
from bellwire.reading.events.operators import OperatorFile, compile_operators
from bellwire.reading.events.opinion import Opinion
from bellwire.reading.events.opinion.subject import Subject
from bellwire.reading.events.opinion.vocabulary import Vocabulary
from bellwire.reading.events.root_model import RootModel
from bellwire.reading.events.roots import RootFile, compile_roots
from bellwire.reading.events.rules import RuleFile, compile_rules
from bellwire.reading.events.venue import Venue
from bellwire.reading.facts import Facts, load_facts
from bellwire.reading.reading import Direction
from bellwire.reading.syntax.forms import noun_forms
from bellwire.reading.syntax.gate import Gate

_DATA = files("bellwire.reading") / "data"
#: Types of nouns that make a political word worth a parse.
ACTORS = frozenset(
    "state government leader official diplomat igo party rebel militia police armed_force media aid_agency civilians "
    "prisoners hostages alliance gunmen protest".split()
)


def _toml(name: str) -> dict[str, Any]:
    return rtoml.loads((_DATA / name).read_text(encoding="utf-8"))


def load_knowledge(facts: Facts | None = None, *, opinion: bool = True) -> Knowledge:
    """All data files, checked; without `opinion` the rules decide alone, also on PLOVER roots.

    Raises where one holds an unknown key, kind or effect."""
    with ThreadPoolExecutor(1) as beside:  # The encoder's runtime takes its time, and not the interpreter's.
        encoder = beside.submit(load_encoder) if opinion else None
        return _knowledge(facts or load_facts(), encoder)


def _knowledge(facts: Facts, encoder: Future[Encoder] | None) -> Knowledge:
    kinds = load_kinds()
    lexicon = _toml("lexicon.toml")
    groups: Mapping[str, list[str]] = lexicon["groups"]
    names = sorted(entry.name for entry in (_DATA / "rules").iterdir() if entry.name.endswith(".toml"))
    rules = [msgspec.convert(_toml(f"rules/{name}"), RuleFile) for name in names]
    return Knowledge(
        rules=compile_rules(rules, groups, kinds, lexicon["lists"]),
        operators=compile_operators(msgspec.convert(_toml("operators.toml"), OperatorFile)),
        kinds=kinds,
        facts=facts,
        roots=compile_roots(msgspec.convert(_toml("roots.toml"), RootFile), kinds),
        words=SpeakerWords.of(_toml("speakers.toml")),
        opinion=load_opinion(encoder.result()) if encoder else None,
        subject=load_subject() if encoder else None,
        waging=frozenset(str(lexicon["waging"]["words"]).split()),
        venue=Venue.of((_DATA / "venue.json").read_bytes()) if encoder else None,
        root_model=RootModel.of((_DATA / "root_model.json").read_bytes()) if encoder else None,
        genres=compile_genres(msgspec.convert(_toml("genres.toml"), GenreFile)),
    )


def load_kinds() -> Kinds:
    """The kinds of events."""
    return compile_kinds(_toml("kinds.toml"))


def load_opinion(encoder: Encoder) -> Opinion:
    """The second opinion that ships, with its vocabulary and its encoder."""
    return Opinion.of((_DATA / "opinion.json").read_bytes(), load_vocabulary(), encoder)


def load_subject() -> Subject:
    """The table of what copy is about that ships."""
    return Subject.of((_DATA / "subject.json").read_bytes())


def load_encoder() -> Encoder:
    """The encoder that ships."""
    return Encoder((_DATA / "encoder.onnx").read_bytes(), (_DATA / "encoder.words.json").read_bytes())


def load_vocabulary() -> Vocabulary:
    """Which words are alike, for the second opinion."""
    return Vocabulary.of((_DATA / "vocabulary.tsv.gz").read_bytes())


def load_gate(knowledge: Knowledge) -> Gate:
    """The gate over all triggers of the rules, the names and nouns of actors and the topic words of the lexicon.

    Triggers of context kinds alone are political: they count only beside an actor."""
    contexts = _toml("lexicon.toml")["context"]
    topics = {name: str(data["words"]).split() for name, data in contexts.items()}
    least = {name: int(data["least"]) for name, data in contexts.items() if "least" in data}
    always = {
        form for form, found in knowledge.rules.by_form.items() if any(_rings(r.kind, knowledge) for r, _ in found)
    }
    political = knowledge.rules.by_form.keys() - always
    return Gate(always, topics, least, political=political, actors=_actors(knowledge.facts))


def _rings(kind: str, knowledge: Knowledge) -> bool:
    return knowledge.kinds[kind].direction is not Direction.CONTEXT


def _actors(facts: Facts) -> frozenset[str]:
    """Every word or name of somebody who acts in politics: countries, peoples, groups, leaders, bodies."""
    gazetteer, lexicon = facts.gazetteer, facts.lexicon
    names = {
        *gazetteer.names.meanings,
        *gazetteer.demonyms.meanings,
        *gazetteer.seats.meanings,
        *lexicon.actors.meanings,
    }
    nouns = {form for noun, types in lexicon.nouns.items() if types & ACTORS for form in noun_forms(noun)}
    return frozenset(names | nouns)
