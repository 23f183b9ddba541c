"""Who wrote a document, and when, as its first lines tell."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.byline import author_line, date_line, is_byline


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ferry sold\nBy Ingrid Moe\n14 March 2024\n\nThe council", "Ingrid Moe"),
        ("Ferry sold\n\nBY JON ASK\n\nThe council", "JON ASK"),
        ("By Ida Verne, The Sulla Post | 4 March 2024", "Ida Verne"),
        ("x\n\nBy Jean-Luc O'Brien and María de la Cruz\n", "Jean-Luc O'Brien and María de la Cruz"),
        ("Written by Otto Brandt", "Otto Brandt"),
        (
            "Tides of Sulla\n\nAda Quill1,2*, Otto Brandt2 and Jun van der Meer3\n\nAbstract: we",
            "Ada Quill, Otto Brandt",
        ),
        ("Tides of Sulla\n\nAda Quill, Otto Brandt\n\nThe tide", ""),  # names under a title, but of no paper
        ("By contrast\n\nFoo", ""),
        ("By the River\n\nBoats", ""),
        ("It was painted in 1902.\n\nThe picture by Ada Quill hangs here.", ""),
        ("\n".join(["line"] * 20) + "\nBy Ada Quill", ""),  # not one of the first
    ],
)
def test_authors_stand_in_a_byline_or_above_the_abstract(text: str, who: str) -> None:
    found = author_line(text)
    assert (found.value if found else "")[: len(who) or None] == who
    if found and found.value in text:
        assert text[found.start : found.end] == found.value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ferry sold\n14 March 2024\n\nThe council", date(2024, 3, 14)),
        ("Ferry sold\n\nPublished: Tuesday 5 March 2024, 10:15 GMT", date(2024, 3, 5)),
        ("Updated 3 May 2021 at 10:00 p.m. ET", date(2021, 5, 3)),
        ("By Ann Lee, The Sulla Post | March 4, 2024", date(2024, 3, 4)),
        ("Sulla, 4 August 2022. The bank raised", date(2022, 8, 4)),
        ("2024-05-06", date(2024, 5, 6)),
        (
            f"Ferry sold\n\n{'The council sold it. ' * 10}\n\n15 April 2019\n\nIt was old.",
            None,
        ),  # a heading in the text
        ("This agreement is made on 21 August 2023 between", None),
        ("Held on Thursday 14 March 2024 in the hut", None),
        ("03/04/2024", None),  # of March or of April
        ("31 February 2024", None),
        ("March 2024", None),
    ],
)
def test_a_day_stands_alone_or_behind_a_place(text: str, day: date | None) -> None:
    found = date_line(text)
    assert (found.value if found else None) == day


def test_a_byline_is_a_line_of_its_own() -> None:
    assert is_byline("  By Ida Verne")
    assert not is_byline("by the sea that Ida Verne loved")
    assert not is_byline(f"By Ida Verne, {'x' * 200}")
