"""What an agency's own people saw: "a Reuters witness saw", "an AFP journalist counted seven bodies"."""

from __future__ import annotations

import re
from functools import lru_cache

from bellwire.reading.reading import Attribution, Grade

#: Houses that send copy in which their own people tell what they saw; an article's own house counts as well.
_HOUSES = (
    r"Reuters|AFP|Agence France-Presse|AP|Associated Press|UPI|dpa|Xinhua|Kyodo|Jiji|Yonhap|EFE|ANSA|TASS|Interfax|"
    r"Anadolu|PTI|BBC|CNN|Al Jazeera|Sky News|NPR|Bloomberg|New York Times|Washington Post|Guardian"
)
#: Those who see for a house.
_SEERS = (
    r"(?:staff\s|video\s|television\s|TV\s)*(?:reporter|journalist|correspondent|photographer|witness|stringer)(?:e?s)?"
)
#: What they do when they see.
_SAW = r"(?:saw|sees?|said|says|heard|hears?|counted|counts?|witnessed|watched|reported|reports?|observed|found)\b"
#: How far on the verb may stand: where they were comes between.
_REACH = r"[^;:\"“”]{0,90}?\b"


def own_account(text: str, provider: str) -> Attribution | None:
    """The own account of the house that sends the copy, or of one that it names, in a sentence; None where there is
    none."""
    found = _accounts(provider).search(text)
    if found is None:
        return None
    return Attribution(text=found.group(), source=(found["who"] or found["by"]).strip(), grade=Grade.OWN_REPORTER)


@lru_cache(maxsize=256)
def _accounts(provider: str) -> re.Pattern[str]:
    """How own accounts are told in copy of this provider."""
    own = "|".join(re.escape(name) for name in (provider, *provider.split()[:1]) if len(name) > 2)
    house = rf"(?-i:\b(?:{_HOUSES}{'|' + own if own else ''}))"
    who = rf"(?<!told\s)(?:an?\s|the\s|two\s|three\s|several\s)?{house}\s{_SEERS}\b"
    return re.compile(rf"(?P<who>{who}){_REACH}{_SAW}|\b(?:seen|heard|according\sto)\s(?:by\s)?(?P<by>{who})", re.I)
