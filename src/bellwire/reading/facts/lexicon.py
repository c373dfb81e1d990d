"""The lexicon: head nouns → argument types, names of groups and leaders → who they are. Built once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bellwire.reading.facts.names import NameIndex
from bellwire.reading.facts.tables import Group, Leader, read_table

#: What a named actor is by its role, where its entry says nothing else.
ROLE_TYPES: dict[str, frozenset[str]] = {
    "rebel": frozenset(["rebel"]), "militia": frozenset(["militia"]), "military": frozenset(["armed_force"]),
    "government": frozenset(["government"]), "police": frozenset(["police"]), "IGO": frozenset(["igo"]),
    "NGO": frozenset(["aid_agency"]), "media": frozenset(["media"]), "party": frozenset(["party"]),
    "civilian": frozenset(["civilians"]),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """A known actor: canonical name, role, country ("" if of none), side, argument types; a leader is a person."""

    name: str
    role: str
    country: str
    side: str
    types: frozenset[str]
    person: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Nouns by lemma (or two or three words), actors by name."""

    nouns: dict[str, frozenset[str]]
    actors: NameIndex[Actor]
    roles: dict[str, str] = field(default_factory=dict)


def _actor(group: Group, role: str, country: str) -> Actor:
    types = frozenset(group.types) or ROLE_TYPES[role]
    return Actor(group.name, "rebel" if role == "militia" and not country else role, country, group.side, types)


def load_lexicon() -> Lexicon:
    """Every noun and every named actor of the data files."""
    nouns: dict[str, set[str]] = {}
    for kind, words in read_table("nouns.toml", dict[str, dict[str, list[str]]])["types"].items():
        for word in words:
            nouns.setdefault(word, set()).add(kind)
    lexicon = Lexicon({word: frozenset(kinds) for word, kinds in nouns.items()}, NameIndex())
    for role, by_country in read_table("groups.toml", dict[str, dict[str, list[Group]]]).items():
        for code, groups in by_country.items():
            for group in groups:
                actor = _actor(group, role, "" if code == "none" else code)
                lexicon.actors.add_all((group.name, *group.also), actor)
                for name in group.alike:
                    lexicon.actors.add(name, replace(actor, name=name))
    for code, leaders in read_table("leaders.toml", dict[str, dict[str, list[Leader]]])["leader"].items():
        for leader in leaders:
            kinds = ROLE_TYPES[leader.role] | {"leader", "person"}
            country = "" if code == "none" else code
            person = Actor(leader.name, leader.role, country, "", kinds, True)
            lexicon.actors.add_all((leader.name, *leader.also), person)
            for name in leader.alike:
                lexicon.actors.add(name, replace(person, name=name))
    return lexicon
