"""Tolls in invented sentences."""

from collections.abc import Callable

import pytest

from bellwire.reading.facts.counts import find_counts, totals
from bellwire.reading.syntax.tokens import Sentence


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("At least 12 people were killed and dozens wounded.", [("killed", 12, 12), ("wounded", 24, 99)]),
        ("The blast killed two soldiers and wounded 30 others.", [("killed", 2, 2), ("wounded", 30, 30)]),
        ("Hundreds of civilians fled the town.", [("displaced", 200, 999)]),
        ("No one was hurt in the attack.", [("wounded", 0, 0)]),
        ("There were no casualties.", [("killed", 0, 0)]),
        ("The death toll rose to 34, officials said.", [("killed", 34, 34)]),
        ("Between 10 and 15 rebels were killed.", [("killed", 10, 15)]),
        ("More than 40 people have died.", [("killed", 41, 49)]),
        ("A dozen soldiers were captured by the rebels.", [("captured", 12, 12)]),
        ("The guerrillas took 15 hostages.", [("captured", 15, 15)]),
        ("Gunmen killed a policeman in Mosul.", [("killed", 1, 1)]),
        ("12 dead, 30 hurt in market blast.", [("killed", 12, 12), ("wounded", 30, 30)]),
        ("Two gunmen killed four guards.", [("killed", 4, 4)]),
        ("Tens of thousands of people have been displaced.", [("displaced", 20_000, 99_999)]),
        ("The raid left six people dead and 20 missing.", [("killed", 6, 6), ("missing", 20, 20)]),
        ("Iran said 600 Iraqis were killed or wounded.", [("killed", 0, 600), ("wounded", 0, 600)]),
        ("The shelling wounded nearly 50 civilians, including 12 children.", [("wounded", 45, 49)]),
        ("Up to 30 miners are missing.", [("missing", 1, 30)]),
        ("Police killed 10 rebels and two civilians.", [("killed", 10, 10), ("killed", 2, 2)]),
        ("Twenty-five people died.", [("killed", 25, 25)]),
        ("A bomb exploded, killing at least 15 people, a hospital official said.", [("killed", 15, 15)]),
        ("The toll has climbed to 27 dead, a health official in the city told reporters.", [("killed", 27, 27)]),
        ("A raid killed seven people, a rescue worker and two witnesses said.", [("killed", 7, 7)]),
        ("The attack claimed 14 lives.", [("killed", 14, 14)]),
        ("Rescuers found 11 bodies.", [("killed", 11, 11)]),
        ("The strike killed at least 1,200 people.", [("killed", 1200, 1200)]),
        ("Toll in mosque bombing rises to 46 - police", [("killed", 46, 46)]),
        ("The death toll from a raid on a town in the north rose to at least 46, he said.", [("killed", 46, 46)]),
        ("The ministry raised the toll from 12 to 17.", [("killed", 17, 17)]),
        ("Death toll from market blast hits 60", [("killed", 60, 60)]),
        ("The number of dead rose to 112.", [("killed", 112, 112)]),
        ("Two more died, raising to six the death toll from the blast.", [("killed", 2, 2), ("killed", 6, 6)]),
        ("Two more people died, taking the toll to 16.", [("killed", 2, 2), ("killed", 16, 16)]),
        ("Three victims died, bringing the number of dead to nine.", [("killed", 3, 3), ("killed", 9, 9)]),
        ("Afghans bury dead of raid, toll now 17", [("killed", 17, 17)]),
        ("The number of people killed in the blast doubled to 10.", [("killed", 10, 10)]),
        ("Shelling kills 1 of its medics.", [("killed", 1, 1)]),
        ("The blast killed three of the guards.", [("killed", 3, 3)]),
        ("It hit a clinic, killing one medic and wounding three others.", [("killed", 1, 1), ("wounded", 3, 3)]),
        ("70 wounded in raid", [("wounded", 70, 70)]),
        ("Five soldiers, three civilians killed in clashes", [("killed", 5, 5), ("killed", 3, 3)]),
        ("A dozen people, among them two nurses, were killed.", [("killed", 12, 12)]),
        ("About 1.4 million people have fled.", [("displaced", 1_260_000, 1_540_000)]),
    ],
)
def test_people_are_counted(text: str, counts: list[tuple[str, int, int]], parse: Callable[[str], Sentence]) -> None:
    assert [(c.category, c.least, c.most) for c in find_counts(parse(text))] == counts


@pytest.mark.parametrize(
    "text",
    [
        "He was killed on December 4.",
        "The company said 12 tankers were damaged.",
        "The rebels freed 12 hostages.",
        "The bill was killed by 30 votes.",
        "Shares fell 12 pct.",
        "Soldiers killed their commander.",
        "The toll road to the north is 12 miles long.",
        "The count of votes rose to 600 as soldiers watched.",
        "It took the number of dead this week to 12.",
        "One of the groups was defeated.",
    ],
)
def test_other_numbers_count_nobody(text: str, parse: Callable[[str], Sentence]) -> None:
    assert find_counts(parse(text)) == []


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Five soldiers, three civilians killed in clashes", {"killed": (8, 8)}),
        ("Police killed 10 rebels and two civilians.", {"killed": (12, 12)}),
        ("The raid killed 12 people; four of them died in hospital.", {"killed": (12, 12)}),
        ("Two more people died, taking the toll to 16.", {"killed": (16, 16)}),
        ("Shelling killed two more people.", {"killed": (2, 2)}),
        ("The blast killed two soldiers and wounded 30 others.", {"killed": (2, 2), "wounded": (30, 30)}),
    ],
)
def test_lists_are_summed_and_parts_are_not(
    text: str, total: dict[str, tuple[int, int]], parse: Callable[[str], Sentence]
) -> None:
    assert totals(find_counts(parse(text))) == total


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A drone killed seven people, a teacher and six pupils, at a school.", 7),
        ("Separatists said that 27 people, two of them civilians, had been killed.", 27),
        ("A shell killed two soldiers, a nurse and a child in the town.", 4),
        ("Five soldiers, three civilians were killed.", 8),
    ],
)
def test_who_spells_out_the_dead_counts_them_once(text: str, killed: int, parse: Callable[[str], Sentence]) -> None:
    assert totals(find_counts(parse(text)))["killed"] == (killed, killed)
