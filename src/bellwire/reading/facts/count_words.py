"""Words by which numbers of people are known, and what befell them."""

from __future__ import annotations

#: Done to people: the verbs, by lemma or by any of their forms.
DONE = {
    form: category
    for category, forms in {
        "killed": "kill kills killed killing slay slain massacre massacred murder murdered execute executed behead"
        " beheaded assassinate assassinated claim claimed claiming gunned",
        "wounded": "wound wounds wounded wounding injure injures injured injuring hurt hurting maim maimed hospitalise"
        " hospitalised hospitalize hospitalized",
        "captured": "capture captures captured capturing abduct abducted abducting kidnap kidnapped kidnaped"
        " kidnapping",
        "displaced": "displace displaces displaced displacing uproot uprooted uprooting",
    }.items()
    for form in forms.split()
}
#: What people do: they die, they flee.
DO = {
    "die": "killed", "died": "killed", "dies": "killed", "perished": "killed", "drowned": "killed",
    "fled": "displaced", "flee": "displaced", "fleeing": "displaced",
}  # fmt: skip
#: What people are, right after the number or at the end of "left 12 people dead".
STATES = {
    "dead": "killed", "wounded": "wounded", "injured": "wounded", "hurt": "wounded", "missing": "missing",
    "killed": "killed", "homeless": "displaced", "displaced": "displaced", "unaccounted": "missing",
    "captured": "captured", "abducted": "captured", "kidnapped": "captured", "slain": "killed",
}  # fmt: skip
#: What is counted itself.
NOUNS = {
    "death": "killed", "fatality": "killed", "injury": "wounded", "wounded": "wounded", "injured": "wounded",
    "dead": "killed", "refugee": "displaced", "life": "killed", "missing": "missing", "body": "killed",
}  # fmt: skip
TAKEN = frozenset(["prisoner", "hostage", "captive"])
TAKING = frozenset([
    "take", "took", "taken", "taking", "seize", "seized", "capture", "captured", "hold", "held", "holding",
    "kidnapped", "abducted",
])  # fmt: skip
#: What may stand between a verb and the number that it governs.
BETWEEN = frozenset("and or an estimated another the some also as many around further other of between".split())
#: Entities whose numbers count no people.
OTHER_NUMBERS = frozenset(["DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"])
#: Units and measures: a number before one of these counts no people.
MEASURES = frozenset(
    """percent pct year month week day hour minute kilometre kilometer km mile metre meter dollar dlrs pound tonne ton
    barrel time point o'clock gmt foot inch vessel ship tank tanker house home building aircraft plane missile
    rocket shell bomb vehicle car truck village town city attack raid clash explosion blast incident country nation
    group front way thing place position""".split()
)
#: What only people are: of others the same words count things.
PEOPLE_ONLY = frozenset(
    """afghan aide american attacker baby bodyguard bomber boy briton bystander cameraman captain child citizen
    civilian cleric colonel commander constable contractor crewman demonstrator diplomat doctor driver egyptian
    farmer fighter firefighter fisherman frenchman general german girl guard guerrilla gunman hostage indian
    infant inmate insurgent iranian iraqi israeli journalist kurd lawmaker leader lebanese man marine medic
    militant militiaman nun nurse officer official pakistani palestinian paramilitary passenger peacekeeper
    pedestrian people person photographer pilot policeman policewoman politician priest prisoner protester rebel
    refugee reporter rescuer resident russian sailor serb settler soldier student syrian teacher teenager
    toddler tourist trooper turk ukrainian villager woman worker worshipper youth""".split()
)
#: What may stand between people and what befell them.
AUX = frozenset([
    "be", "have", "get", "die", "reportedly", "also", "reported", "feared", "believed", "confirmed", "officially",
    "allegedly", "already", "later", "report", "fear", "believe", "confirm", "leave", "left", "lie", "say", "said",
    "presumed",
])  # fmt: skip
#: Parts of speech of a noun phrase.
NOUNISH = frozenset(["NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"])
