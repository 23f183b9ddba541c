"""A cell is looked up by the row that a question names and the column that it asks for."""

from __future__ import annotations

import pytest

from assistant.extract import Candidate, candidates
from assistant.extract.tables import with_cells
from assistant.question import parse
from assistant.records import Hit, Passage, Reading

PEAKS = """Hill | Height in metres | Where | First climbed on | First climbed by
Brantor | 812 | Elmland | 3 May 1901 | Ada Quill and Otto Brandt
Old Sulla | 790 | Norrland | 12 June 1899 | Ida Verne
Kestrel Top | 655 | Elmland | 1 July 1910 | Otto Brandt"""
MEDALS = """Elmsport 2010

Rank | Team | Gold | Silver | Total
1 | Union of Norrland | 9 | 4 | 13
2 | Elmland | 7 | 6 | 13

Norrvik 2014

Rank | Team | Gold | Silver | Total
1 | Elmland | 11 | 3 | 14
2 | Union of Norrland | 5 | 8 | 13"""
SALES = """Product | Fiscal 2022 | Fiscal 2021
Lamps | 4.2 million | 3.9 million
Lamp oil | 1.1 million | 0.8 million
All products | 5.3 million | 4.7 million"""
MANUAL = "Item | Value\nWeight | 13.2 kilograms\nRated power | 350 watts"
ERRORS = "Code | Meaning | What to do\nE1 | Tank empty | Fill the tank\nE2 | Boiler too hot | Wait for an hour"


def rows(text: str, question: str, heading: str = "") -> dict[str, Candidate]:
    """The candidates of one passage, by their first cell and first line; those with a cell only."""
    passage = Passage("p", "s", 100, 100 + len(text), text, heading=heading)
    found = with_cells(parse(question), list(candidates([Hit(passage, "s.txt", 0.5)], {})))
    return {each.text: each for each in found if each.cell}


def best(text: str, question: str, heading: str = "") -> str:
    found = rows(text, question, heading).values()
    return max(found, key=lambda each: each.reading.score if each.reading else 0).read if found else ""


@pytest.mark.parametrize(
    ("text", "question", "cell"),
    [
        (PEAKS, "Who first climbed Old Sulla?", "Ida Verne"),
        (PEAKS, "When was Brantor first climbed?", "3 May 1901"),
        (PEAKS, "In which country is Kestrel Top?", "Elmland"),
        (PEAKS, "How tall is Brantor?", "812"),
        (PEAKS, "What is the height of Old Sulla?", "790"),
        (PEAKS, "Which hill did Otto Brandt climb first in 1910?", "Kestrel Top"),  # not the longer cell, of 1901
        (PEAKS, "Which hill did Otto Brandt climb?", ""),  # two
        (PEAKS, "How deep is Lake Vanna?", ""),  # no such row
        (PEAKS, "Who first climbed Old Torv?", ""),  # nor this, though a name shares a word with one
        (PEAKS, "How high is Kestrel?", "655"),
        (PEAKS, "Who wrote about Brantor and Old Sulla?", ""),  # two rows
        (MANUAL, "How much does it weigh?", "13.2 kilograms"),
        (ERRORS, "What should I do when E2 appears?", "Wait for an hour"),
        (ERRORS, "What does E1 mean?", "Tank empty"),
        (ERRORS, "How do I switch the machine on?", ""),
        (PEAKS, "Why is Brantor popular?", ""),  # no cell answers this
        (MEDALS, "How many gold medals did Elmland win at Norrvik in 2014?", "11"),
        (MEDALS, "How many gold medals did Elmland win in Elmsport?", "7"),
        (MEDALS, "How many medals in all did Elmland take home from Elmsport?", "13"),
        (MEDALS, "Which team came second in Norrvik?", "Union of Norrland"),
        (SALES, "What were the sales of lamps in fiscal 2021?", "3.9 million"),
        (SALES, "How much did lamp oil bring in fiscal 2022?", "1.1 million"),
        (SALES, "What were the sales of lamps in fiscal 2019?", ""),  # no such column
        (MANUAL, "How heavy is it?", "13.2 kilograms"),
        (MANUAL, "What is the rated power?", "350 watts"),
    ],
)
def test_the_cell_that_is_asked_for(text: str, question: str, cell: str) -> None:
    assert best(text, question) == cell


def test_a_cell_stands_in_its_place() -> None:
    [found] = rows(PEAKS, "Who first climbed Old Sulla?").values()
    assert found.reading is not None
    assert PEAKS[found.reading.start - 100 : found.reading.end - 100] == "Ida Verne"


def test_a_table_that_was_cut_has_its_header_in_the_heading() -> None:
    header, _, rest = PEAKS.partition("\n")
    assert best(rest, "Who first climbed Old Sulla?", heading=f"Hills › {header}") == "Ida Verne"
    assert best(rest, "Who first climbed Old Sulla?", heading="Hills") == ""


def test_the_reader_is_not_believed_about_other_rows() -> None:
    at = PEAKS.index("Otto Brandt\n")
    passage = Passage("p", "s", 0, len(PEAKS), PEAKS)
    hit = Hit(passage, "s.txt", 0.5, readings=(Reading(at, at + 11, 6.0),))
    found = with_cells(parse("Who first climbed Old Sulla?"), list(candidates([hit], {})))
    assert [each.read for each in found if each.reading] == ["Ida Verne"]


def test_text_is_left_as_it_is() -> None:
    text = "Ida Verne first climbed Old Sulla. It is 790 metres high."
    found = list(candidates([Hit(Passage("p", "s", 0, len(text), text), "s.txt", 0.5)], {}))
    assert with_cells(parse("Who first climbed Old Sulla?"), found) == found
