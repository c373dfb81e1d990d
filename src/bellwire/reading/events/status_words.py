"""Words that make an event's status by themselves, beside the operators: of saying, mood, condition and negation."""

from __future__ import annotations

#: Verbs of saying, with what they make of their clause when the speaker has a stake in it.
SAYING = frozenset([
    "say", "tell", "report", "announce", "state", "declare", "add", "claim", "assert", "insist", "maintain",
    "confirm", "admit", "acknowledge", "note", "explain", "warn", "argue", "allege", "reveal", "disclose", "comment",
    "remark", "quote", "write", "cite", "reiterate", "repeat", "stress", "testify", "charge", "contend", "conclude",
    "indicate", "suggest", "believe", "recall", "boast"
])  # fmt: skip
PLANNED_MODALS = frozenset(["will", "shall", "'ll", "wo", "wo n't"])
POSSIBLE_MODALS = frozenset(["may", "might", "could", "can", "ca"])
OBLIGING_MODALS = frozenset(["should", "must", "ought"])
CONDITIONS = frozenset(["if", "unless", "whether", "lest", "provided"])
TEMPORAL = frozenset([
    "after", "before", "since", "until", "till", "when", "while", "as", "during", "following", "amid", "despite",
    "because", "although", "though", "over", "in", "once", "from", "against", "pending", "by", "at", "with", "for",
    "given", "within", "throughout", "through", "under", "like"
])  # fmt: skip
#: Verbs by which a side owns up to what does it no good: nobody will dispute it, and it was done before.
CONCEDING = frozenset(["acknowledge", "admit", "concede", "confirm"])
#: Fighting, and what ends it.
FIGHTING = frozenset("fighting fights clash clashes war battle battles combat hostilities skirmishes warfare".split())
TRUCES = frozenset(["truce", "ceasefire", "cease-fire", "armistice"])
#: Prepositions whose object only dates or explains the news: "since the raid", "despite the truce".
DATING = frozenset(["after", "since", "following", "during", "despite", "over", "amid", "before", "until"])
#: How long after something the news came, and the step that says so.
DAYS, DAYS_AFTER = frozenset(["day", "week", "month", "year"]), "days after"
#: Nouns whose content may be denied from above: "dismissed as baseless reports that…".
REPORTS = frozenset([
    "report", "rumour", "rumor", "claim", "allegation", "post", "story", "assertion", "accusation", "statement",
    "announcement", "account", "message", "speculation", "suggestion"
])  # fmt: skip
#: What is told of a thing; to reject it is to deny that, and to refuse nothing: "rejected Pakistan's toll".
ACCOUNTS = REPORTS | frozenset("toll figure number version count tally finding criticism charge".split())
#: What a group claims as its own: "no group has claimed the attack" disputes nothing.
DEEDS = frozenset([
    "attack", "bombing", "blast", "explosion", "killing", "assault", "ambush", "strike", "shooting", "murder", "raid",
    "kidnapping", "abduction", "assassination", "hijacking", "massacre", "kidnap", "hijack"
])  # fmt: skip
#: What somebody has in a deed: "denied any role in the raid", "denied that it was involved in the raid".
PARTS = frozenset(["role", "part", "hand", "involvement", "participation", "complicity", "involve", "implicate"])
#: What stands before a target that is none in earnest.
MOCK = frozenset(["mock", "simulated", "dummy", "imaginary", "fictitious"])
#: What is dropped on somebody; to drop it is to refuse nothing.
FALLING = frozenset(["bomb", "shell", "grenade", "mortar", "munition", "explosive", "missile", "barrel", "device"])
#: Verbs that only join a subject to what is said of it: "a truce is near".
COPULAS = frozenset(["be", "seem", "look", "appear", "remain", "become", "prove"])
#: Texts whose participle says what they ask for: to vote on a resolution demanding a truce is to vote on a truce.
TEXTS = frozenset(["resolution", "draft", "motion", "text", "proposal", "bill"])
#: Words before what is there already.
KNOWN = frozenset(["the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my"])
#: Verbs whose "in doing" is the deed: "shall assist in bringing food".
HELPING = frozenset(["assist", "help", "succeed", "join", "engage", "participate", "cooperate"])
#: "in no circumstances", "on no account".
NEVER = frozenset(["circumstance", "circumstances", "account", "way", "condition"])
#: Verbs of perception: what could be heard was there.
PERCEIVING = frozenset(["hear", "see", "feel", "smell"])
NEGATIONS = frozenset(["not", "n't", "never", "no", "neither", "nor", "n’t", "cannot"])
#: Verbs and adjectives of knowing, and of proving, that say nothing against what they are denied of: "not known".
KNOWING = frozenset(["know", "say", "tell", "specify", "disclose", "reveal", "explain", "clear", "certain", "sure"])
PROVING = frozenset(["confirm", "verify", "corroborate", "authenticate", "establish", "substantiate", "ascertain"])
#: What stands before a question that is told: its answer is open, whatever is said of who knows it.
OPEN = frozenset(["whether", "if"])
ASKING = frozenset(["who", "whom", "whose", "what", "which", "how", "when", "where", "why"])
#: What a thing takes or comes into when it begins: "the truce did not take effect".
BEGINNING = frozenset(["effect", "place", "hold", "force", "shape", "root"])
#: Verbs that leave what they are said of as it is, even in the future: "the sanctions will remain".
STAYING = frozenset(["remain", "stay", "stand"])
#: "first reported killed", "initially believed dead": it was an error; "falsely claimed that": so is the whole clause.
AT_FIRST = frozenset(["first", "initially", "originally"])
IN_ERROR = frozenset(["wrongly", "mistakenly", "falsely", "erroneously", "incorrectly"])
#: The same of a report: "false claims that".
FALSE = frozenset([
    "false", "fake", "faked", "bogus", "baseless", "unfounded", "fabricated", "untrue", "erroneous", "forged",
    "doctored", "fictitious", "invented",
])  # fmt: skip
#: What tells of a thing, and may be forged: "a forged communique about a strike".
RECORDS = REPORTS | frozenset([
    "communique", "communiqué", "letter", "document", "video", "footage", "clip", "photo", "photograph",
    "picture", "image", "recording", "news", "order", "decree"
])  # fmt: skip
#: What only looks like a record of something: "a deepfake of the general announcing".
FAKES = frozenset(["deepfake", "fake", "hoax", "forgery", "fabrication"])
#: Verbs whose "of" or "about" holds what is said: "neither spoke of a truce".
SPEAKING = frozenset(["speak", "talk", "tell", "hear", "know", "write"])
#: Words of trying, and of what makes it come to nothing: "tried to take the town but were repelled".
TRYING = frozenset(["try", "attempt", "seek"])
TRIES = frozenset(["attempt", "bid", "effort", "try"])
REPELLING = frozenset(["repel", "repulse", "beat", "drive", "push", "throw", "turn", "fend", "crush"])
BACK = frozenset(["back", "off"])
FAILING = frozenset(["fail", "collapse", "founder", "falter", "fizzle", "flop"])
VAIN = frozenset(["vain", "failure", "nothing", "success"])
