"""Words that frames are made with: light verbs, quantifiers, headline passives, pronouns."""

from __future__ import annotations

#: Verbs that only carry the noun that they govern: "launched an attack" is one event, whose agent is the launcher.
LIGHT_VERBS = frozenset([
    "begin", "carry", "commit", "conduct", "continue", "declare", "do", "engage", "escalate", "execute", "face",
    "give", "go", "have", "hold", "impose", "inflict", "intensify", "join", "keep", "launch", "lead", "make", "mount",
    "open", "pay", "perform", "press", "pursue", "renew", "resume", "stage", "start", "step", "suffer", "undertake",
    "unleash", "wage",
])  # fmt: skip
#: Light verbs whose subject is on the receiving end: "the base came under attack", "the town suffered an attack".
RECEIVING = frozenset([
    "come", "escape", "face", "suffer", "survive", "sustain", "undergo",
])  # fmt: skip
#: Nouns that only measure or group what follows "of".
QUANTIFIERS = frozenset([
    "all", "any", "barrage", "batch", "both", "bunch", "cluster",
    "container", "column", "columns", "convoy", "couple", "crowd", "crowds", "dozen", "dozens", "each",
    "eight", "five", "four", "group", "groups", "half", "handful", "hundred", "hundreds", "kind", "least", "majority",
    "many", "member", "members", "million", "millions", "most", "nine", "none", "number", "one", "pair",
    "part", "remnant",
    "rest", "salvo", "score", "scores", "series",
    "swarm", "volley", "seven", "several", "six", "some", "spate", "string", "team", "ten",
    "thousand", "thousands", "three", "two", "type", "unit", "units", "wave",
])  # fmt: skip
#: Transitive verbs whose bare past form in a headline is passive: "Hostages freed", "Two killed".
HEADLINE_PASSIVE = frozenset([
    "abduct", "agree", "ambush", "arrest", "assassinate", "attack", "ban", "behead", "besiege", "bomb", "break",
    "call", "capture", "charge", "damage", "delay", "deliver", "deploy", "destroy", "detain", "displace", "down", "end",
    "evacuate", "execute", "expel", "extend", "fear", "free", "gun", "hijack", "hit", "hold", "hospitalise",
    "hospitalize", "hurt", "impose", "injure", "jail", "kidnap", "kill", "lift", "maim", "murder", "oust",
    "overthrow", "postpone", "raid", "reject", "release", "repel", "repulse", "seize", "send", "shell", "shoot",
    "sign", "slash", "slay", "stab", "topple", "torch", "trap", "urge", "wound",
])  # fmt: skip
#: Types by which a noun beside another is the one who acts: "rebel attack", "rocket fire".
ACTORS = frozenset([
    "aircraft", "armed_force", "bomb", "civilians", "company", "government", "gunmen", "igo", "leader", "media",
    "militia", "missile", "official", "party", "people", "police", "rebel", "ship", "sport", "state",
])  # fmt: skip
#: Words for anyone at all.
ANYONE = frozenset(["people", "person", "others", "nobody", "everybody", "everyone", "someone", "anyone", "no-one"])
#: Pronouns that a subject above may explain.
PERSONAL = frozenset([
    "he", "i", "it", "she", "they", "we",
])  # fmt: skip
#: Types of persons, for whom "it" never stands.
PERSONS = frozenset([
    "civilians", "diplomat", "leader", "media", "official", "people", "person",
])  # fmt: skip
#: "come under attack", "go on an offensive": a light verb with the preposition of its noun.
LIGHT_PREPOSITIONAL = frozenset([
    ("be", "in"), ("be", "on"), ("be", "under"), ("carry", "out"), ("come", "under"), ("embark", "on"),
    ("engage", "in"), ("enter", "into"), ("go", "into"), ("go", "on"), ("hold", "under"), ("lock", "in"),
    ("meet", "for"), ("participate", "in"), ("remain", "under"), ("take", "in"), ("take", "part"),
])  # fmt: skip
#: Nouns for blows, before which a capital's name says where, not who.
BLOWS = frozenset("attack assault blast bombing explosion killing massacre raid shelling shooting siege".split())
#: Nouns whose owner is the one to whom it is done, unless they say to whom: "the governor's assassination".
UNDERGONE = frozenset([
    "abduction", "arrest", "assassination", "beheading", "capture", "detention", "execution", "expulsion",
    "extradition", "kidnapping", "killing", "liberation", "murder", "ouster", "overthrow", "release", "removal",
    "rescue", "seizure",
])  # fmt: skip
#: Verbs by which somebody says who did it.
ACCUSING = frozenset(["accuse", "blame", "allege", "charge", "suspect"])
#: Nouns for what somebody says of a deed, mostly its own.
CLAIMS = frozenset("claim assertion announcement boast statement contention".split())
#: Nouns whose infinitive says what somebody would do: the attempt itself takes no town.
PURPOSES = frozenset([
    "attempt", "bid", "call", "campaign", "chance", "deal", "decision", "decree", "demand", "drive", "effort",
    "failure", "intention", "invitation", "mandate", "mission", "move", "offer", "operation", "order", "permission",
    "plan", "pledge", "plot", "pressure", "promise", "proposal", "push", "readiness", "refusal", "request",
    "resolution", "right", "scheme", "threat", "vow", "willingness",
])  # fmt: skip
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
