"""The written forms of English words, so that the gate and the rules know a word without a parser's lemma."""

from __future__ import annotations

import re

#: Irregular verbs of the field: lemma → past, participle (present forms are regular).
IRREGULAR = {
    "be": "was were been is are am being", "beat": "beat beaten", "begin": "began begun", "behead": "beheaded",
    "blow": "blew blown", "break": "broke broken", "bring": "brought", "build": "built", "burn": "burned burnt",
    "buy": "bought", "cast": "cast", "catch": "caught", "come": "came come coming", "cut": "cut cutting",
    "deal": "dealt", "die": "died dying dies", "do": "did done does", "draw": "drew drawn",
    "drive": "drove driven driving", "fall": "fell fallen", "feed": "fed", "fight": "fought", "find": "found",
    "flee": "fled fleeing flees", "fly": "flew flown flies", "forbid": "forbade forbidden",
    "forgive": "forgave forgiven", "gain": "gained", "get": "got gotten getting", "give": "gave given giving",
    "go": "went gone goes", "grow": "grew grown", "hang": "hung hanged", "have": "had has having",
    "hide": "hid hidden hiding", "hit": "hit hitting", "hold": "held", "hurt": "hurt hurting", "keep": "kept",
    "kidnap": "kidnapped kidnaped kidnapping", "lay": "laid", "lead": "led", "leave": "left leaving",
    "let": "let letting", "lie": "lay lain lying", "lose": "lost losing", "make": "made making", "meet": "met",
    "overrun": "overran overrunning", "overthrow": "overthrew overthrown", "pay": "paid", "put": "put putting",
    "quit": "quit quitting", "retake": "retook retaken retaking", "rise": "rose risen rising",
    "run": "ran run running", "say": "said", "see": "saw seen", "seek": "sought", "sell": "sold", "send": "sent",
    "set": "set setting", "shell": "shelled", "shoot": "shot", "shut": "shut shutting", "sink": "sank sunk",
    "slay": "slew slain", "speak": "spoke spoken", "spread": "spread", "stand": "stood", "stick": "stuck",
    "steal": "stole stolen", "strike": "struck stricken striking", "sweep": "swept", "take": "took taken taking",
    "tear": "tore torn", "tell": "told", "throw": "threw thrown", "withdraw": "withdrew withdrawn",
    "win": "won winning", "write": "wrote written", "overtake": "overtook overtaken",
    "undertake": "undertook undertaken", "bomb": "bombed", "retreat": "retreated", "veto": "vetoed vetoes vetoing",
    "embargo": "embargoed embargoes", "ambush": "ambushed ambushes", "hijack": "hijacked", "picket": "picketed",
    "target": "targeted targeting", "offer": "offered", "suffer": "suffered", "open": "opened", "batter": "battered",
    "order": "ordered", "enter": "entered", "surrender": "surrendered", "shatter": "shattered", "murder": "murdered",
    "slaughter": "slaughtered", "massacre": "massacred massacring", "deliver": "delivered", "recover": "recovered",
    "muster": "mustered", "repel": "repelled repelling", "expel": "expelled expelling", "topple": "toppled",
    "cancel": "cancelled canceled cancelling canceling", "cross": "crossed crosses", "gun": "gunned gunning",
    "plan": "planned planning", "ban": "banned banning", "stab": "stabbed stabbing", "wrap": "wrapped",
    "drop": "dropped dropping", "stop": "stopped stopping", "step": "stepped stepping", "rip": "ripped ripping",
    "trap": "trapped trapping", "pin": "pinned", "ram": "rammed ramming", "blast": "blasted", "violate": "violated",
    "commit": "committed committing", "admit": "admitted admitting", "permit": "permitted permitting",
    "rebel": "rebelled rebelling", "ship": "shipped shipping", "arrest": "arrested", "defend": "defended",
    "condemn": "condemned", "mob": "mobbed", "man": "manned manning", "spur": "spurred", "quell": "quelled",
    "label": "labelled labeled", "sabotage": "sabotaged sabotaging", "blockade": "blockaded blockading",
    "raid": "raided", "flow": "flowed", "ease": "eased", "bar": "barred barring", "rap": "rapped",
    "slam": "slammed slamming", "mourn": "mourned", "hail": "hailed", "sue": "sued suing", "vow": "vowed",
    "snub": "snubbed snubbing", "spurn": "spurned", "storm": "stormed", "pull": "pulled",
    "scrap": "scrapped scrapping", "stem": "stemmed", "flex": "flexed", "mass": "massed masses massing",
    "shun": "shunned shunning", "refer": "referred referring", "defer": "deferred", "confer": "conferred conferring",
    "jail": "jailed", "swap": "swapped swapping", "free": "freed freeing frees", "agree": "agreed agreeing agrees",
    "evict": "evicted", "gas": "gassed gassing", "push": "pushed pushes", "clash": "clashed clashes clashing",
    "bus": "bussed bused bussing busing buses",
    "unravel": "unravelled unraveled unravelling",
    "travel": "travelled traveled travelling traveling",
    "freeze": "froze frozen freezing", "swear": "swore sworn", "forswear": "forswore forsworn", "bind": "bound",
    "shake": "shook shaken shaking", "choose": "chose chosen choosing", "think": "thought", "creep": "crept",
    "burst": "burst bursting", "rob": "robbed robbing", "grab": "grabbed grabbing", "slip": "slipped slipping",
    "airdrop": "airdropped airdropping", "hem": "hemmed hemming", "equip": "equipped equipping", "bear": "bore borne",
    "drag": "dragged dragging", "beg": "begged begging", "nab": "nabbed nabbing", "split": "split splitting",
    "uphold": "upheld", "lend": "lent", "rig": "rigged rigging", "dig": "dug digging", "forgo": "forwent forgone",
    "urge": "urged", "crush": "crushed crushes", "torch": "torched torches", "fire": "fired firing",
    "withhold": "withheld", "spend": "spent",
    "rebuild": "rebuilt", "submit": "submitted submitting", "trim": "trimmed trimming",
    "transfer": "transferred transferring", "annul": "annulled annulling", "compel": "compelled compelling",
    "whip": "whipped whipping", "flog": "flogged flogging", "prod": "prodded prodding",
    "ring": "rang rung", "unban": "unbanned", "slap": "slapped slapping",
    "dub": "dubbed dubbing", "bid": "bid bidding",
    "acquit": "acquitted acquitting", "regret": "regretted", "repeal": "repealed",
    "signal": "signalled signaled signalling signaling", "initial": "initialled initialed",
    "level": "levelled leveled levelling leveling",
    "rebut": "rebutted rebutting", "parole": "paroled", "mediate": "mediated", "unfreeze": "unfroze unfrozen",
}  # fmt: skip
_IRREGULAR_PLURALS = {"man": "men", "woman": "women", "gunman": "gunmen", "crisis": "crises", "child": "children",
                      "ceasefire": "ceasefires", "coup": "coups", "embargo": "embargoes", "body": "bodies"}  # fmt: skip
_VOWELS = "aeiou"
#: Short verbs that double their last letter: "plot", "plotted".
_DOUBLING = re.compile(r"[^aeiou]{1,3}[aeiou][bdgmnpt]$")


def verb_forms(lemma: str) -> frozenset[str]:
    """All written forms of a verb."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms = {lemma, _third(lemma)}
    listed = IRREGULAR.get(lemma)
    if listed is not None:
        forms.update(listed.split())
    if listed is None:
        forms.add(lemma[:-1] + "ied" if lemma.endswith("y") and lemma[-2] not in _VOWELS else stem + "ed")
    if not listed or not any(form.endswith("ing") for form in listed.split()):
        forms.add((lemma if lemma.endswith(("ee", "ye")) else stem) + "ing")
    if _DOUBLING.match(lemma):
        forms.update((f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing"))
    return frozenset(forms)


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and plural of a noun; a noun given in the plural ("talks") has that form alone."""
    if lemma in _IRREGULAR_PLURALS:
        return frozenset((lemma, _IRREGULAR_PLURALS[lemma]))
    if lemma.endswith("s") and not lemma.endswith(("ss", "us")):
        return frozenset((lemma,))
    return frozenset((lemma, _third(lemma)))
