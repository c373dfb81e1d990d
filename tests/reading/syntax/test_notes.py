"""What editors tell editors is no part of the story."""

import pytest

from bellwire.reading.syntax.copy import dateline
from bellwire.reading.syntax.notes import notes, opening, takes_back


@pytest.mark.parametrize(
    "note",
    [
        "(Adds quotes from the minister, details of the raid)",
        "(Updates death toll, adds denial in paragraph 4)",
        "(This story, which moved at 0910 GMT, has been corrected to show that two were killed, not four.)",
        "[Corrects name of the town in paragraph 2]",
        "(Reporting by A. Writer in Amman; Editing by B. Reader)",
        "EDITORS: The pictures that move with this story show a raid of last year.",
        "Note to editors: the bombing killed six, not seven.",
        "Correction: an earlier version said that nine had died.",
    ],
)
def test_a_paragraph_to_the_editors_is_a_note(note: str) -> None:
    text = f"Shells fell on the town.\n{note}\nNobody was hurt."
    assert [text[start:end] for start, end in notes(text)] == [note]


@pytest.mark.parametrize(
    "text",
    [
        "The army (which updates its toll daily) said two died.",
        "(Nobody saw the plane.) Two men were killed.",
        "Editors of two newspapers were arrested.",
        "Updates were sent to the families of the dead.",
    ],
)
def test_the_story_itself_is_no_note(text: str) -> None:
    assert notes(text) == []


@pytest.mark.parametrize(
    "before",
    [
        "",
        "(Adds details)\n",
        "By Jane Writer and John Reader\n",
        "(Corrects figure)\nBy Jane Writer\n\n",
        "EDITORS: Recasts.\n(Adds details)\n",
    ],
)
def test_the_dateline_after_notes_and_a_byline_is_found(before: str) -> None:
    text = before + "MOSCOW (AP) - Rebels shelled a town."
    begun = opening(text, notes(text))
    start, city = dateline(text[begun:])
    assert (text[begun + start :], city) == ("Rebels shelled a town.", "Moscow")


def test_copy_that_is_all_note_ends_after_it() -> None:
    text = "EDITORS: Kill the story."
    assert opening(text, notes(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("EDITORS: Please kill our story headlined “Blast sinks ferry”.", True),
        ("NEW YORK (AP) — Kill the story headlined “Blast sinks ferry,” sent at 1315 GMT.", True),
        ("Please withdraw this report at once.", True),
        ("MANDATORY KILL\n\nThe story was wrong.", True),
        ("BULLETIN KILL\n\nA kill is mandatory.", True),
        ("KILL - MANDATORY\n\nThe communique was forged.", True),
        ("ADVISORY\n\nEditors: Please withdraw the item on the ferry.", True),
        ("An editor who survived an attempt to kill him has left the country.", False),
        ("GOMA (Reuters) - The rebels vowed to kill the story of their defeat.", False),
        ("Editors in Kabul said on Monday that gunmen had threatened to kill them.", False),
        ("The army will withdraw the report that angered its officers.", False),
    ],
)
def test_copy_that_takes_a_story_back_says_so_where_it_opens(text: str, does: bool) -> None:
    assert takes_back(text) is does
