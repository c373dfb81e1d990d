"""Every switch of `make ablate` takes something away, and puts it back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bellwire.reading import Reader, load_reader
from bellwire.wire.article import Article
from bench.mechanisms import MECHANISMS, Heard, Mechanism, Remembering

#: Invented copy, headline and body, in which every mechanism has something to do.
COPY = (
    (
        "REBELS CAPTURE DALVIK AFTER AIR RAIDS",
        "DALVIK, Norland, March 3 (Reuters) - Dozens of rebels captured the\ntown of Dalvik on Monday after planes of\n"
        "the government launched an attack on its outskirts, killing 12.\n    The army said it had shelled the rebels\n"
        "and killed 40 of them. The rebels denied that they had lost the town.\n    Last year 300 soldiers died when\n"
        "the rebels attacked a base.\n",
    ),
    (
        "Hostages freed as Sudan, rebels agree to talks",
        "(Corrects the number of hostages in the second paragraph after gunmen released ten.)\n\n"
        "Gunmen freed 14 hostages in Darfur on Sunday, officials said. Sudan and the rebels agreed to hold peace talks "
        "in Nairobi next week.\n\nThe president, who won a peace prize in 2009, said troops would withdraw from the "
        "border if fighting stopped, and he threatened to bomb rebel bases. The ceasefire takes effect on Friday.\n\n"
        "The weather was fine. A spokesman said nothing new. He added little. Others agreed.\n\nShells hit a clinic in "
        "the capital late at night, killing a nurse, and soldiers who fled a base were ambushed.",
    ),
    (
        "Veteran who led raid on bridge dies at 91",
        "General Ivo Karst, who commanded the troops that captured Dalvik bridge in 1944, has died at 91, his family "
        "said. Karst was born in 1920. His soldiers attacked the bridge at night and killed 30 defenders.",
    ),
    (
        "Bank raid fears sink shares",
        "Shares fell on Friday as analysts feared a takeover raid on the bank, traders said. Profits, dividends and "
        "prices came under fire. The company will strike a deal with investors, and rivals attacked its bid. "
        "The market was hit by a strike at a mine that killed the merger.",
    ),
    (
        "Truce due",
        "The truce begins on Friday. The rebels said the army had shelled a town, and their coup plaque was unveiled. "
        "Goats grazed in Sudan. Bees hummed in Sudan. Owls slept in Sudan.\n\n"
        "Gunmen ambushed a patrol of soldiers and killed three of them.",
    ),
    (
        "Riots kill four in Dalvik",
        "Crowds rioted in Dalvik on Monday and burned shops along the harbour, and four people were killed in the "
        "violence, doctors said. The unrest began when the price of bread doubled overnight. Young men threw stones at "
        "the town hall until its windows were gone, and a bakery went up in flames. Owners swept up the glass at "
        "noon. The mayor asked everybody to go home, and by the evening the streets of the town were empty. A choir "
        "that was to sing in the square sang in the church instead, for those who had come all the same.",
    ),
    (
        "Pakistani soldiers battle foreign fighters in Shakai",
        "Shooting in the Shakai valley of South Waziristan has cost the lives of six Pakistani soldiers since Sunday, "
        "the army said, adding that 20 Uzbek and Arab fighters had been slain.",
    ),
    (
        "Abkhaz Cutter Fires at Turkish Coaster",
        "SUKHUMI, Georgia - A patrol boat of breakaway Abkhazia machine-gunned a Turkish freighter off Sukhumi "
        "yesterday and towed it into port with its bridge shot up. Georgia says such trade breaks its blockade.",
    ),
    (
        "Dozens of rebels surrender",
        "Hundreds of the rebels handed over their rifles on Monday, the ministry said. A handful of soldiers fled. "
        "Some of the hostages were freed, and thousands of civilians returned.",
    ),
    (
        "HABRE'S MEN TURN BACK COLUMN FROM SUDAN, CHAD SAYS",
        "N'DJAMENA, July 2 - Chad said today its garrison at Guereda threw back 300 Islamic Legion men who crossed "
        "from Sudan's Darfur on Friday, killing 62 for the loss of four.\n\nA Libyan spokesman in Paris said no Libyan "
        "soldier was on Chadian or Sudanese soil.",
    ),
    (
        "TAIWAN'S EXPORT ORDERS FALL IN FEBRUARY",
        "TAIPEI, March 12 - Taiwan's export orders fell to 3.1 billion dlrs in February from 3.4 billion in January, "
        "the economy ministry said. Orders for electronics, footwear and textiles declined. A ministry official "
        "attributed the fall to the rising Taiwan dollar. Imports rose 12 pct and the trade surplus narrowed.",
    ),
    (
        "Envoy arrives",
        "Talks open on Monday in Geneva. Government planes bombed two towns in February, killing 30.",
    ),
    (
        "Gunmen kill six",
        "Gunmen killed six soldiers on Friday. Snow lay in Sudan. Owls slept in Kenya. Bees hummed in Kenya.",
    ),
)
WHEN = datetime(2014, 3, 4, 12, tzinfo=UTC)


ARTICLES = [
    Article(uri=f"urn:{k}", version="1", headline=headline, body=body, version_time=WHEN)
    for k, (headline, body) in enumerate(COPY)
]


Readers = tuple[Reader, Reader]


@pytest.fixture(scope="module")
def readers() -> Readers:
    """A reader with and one without the second opinion; all mechanisms have each sentence parsed and each text heard
    by the encoder once."""
    weighed, rules = load_reader(), load_reader(method="rules")
    weighed.parser = rules.parser = Remembering(weighed.parser)
    opinion = weighed.knowledge.opinion
    assert opinion is not None
    heard: Any = Heard(opinion.encoder)
    weighed.knowledge = replace(weighed.knowledge, opinion=replace(opinion, encoder=heard))
    return weighed, rules


def readings(*readers: Reader) -> Iterator[bytes]:
    return (msgspec.json.encode(reader.read(article)) for reader in readers for article in ARTICLES)


@pytest.fixture(scope="module")
def on(readers: Readers) -> list[bytes]:
    """What is read before anything was switched off."""
    return list(readings(*readers))


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name.strip())
def test_a_mechanism_switched_off_changes_a_reading(mechanism: Mechanism, readers: Readers, on: list[bytes]) -> None:
    with mechanism.off(readers[0]) as weighed, mechanism.off(readers[1]) as rules:
        assert any(now != before for now, before in zip(readings(weighed, rules), on, strict=True))


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name.strip())
def test_a_mechanism_switched_on_again_reads_as_before(mechanism: Mechanism, readers: Readers, on: list[bytes]) -> None:
    with mechanism.off(readers[0]), mechanism.off(readers[1]):
        pass
    assert list(readings(*readers)) == on


def test_a_sentence_is_parsed_once() -> None:
    asked: list[str] = []

    def parser(texts: list[str]) -> list[tuple[()]]:
        asked.extend(texts)
        return [() for _ in texts]

    remembering = Remembering(parser)
    assert remembering(["a", "b", "a"]) == remembering(["a", "a", "b"]) == [(), (), ()]
    assert asked == ["a", "b"]
