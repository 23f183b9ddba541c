from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.pages import page
from ui.markup import day, direction, dotted, filled, number, plain, said, tag, together


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_whatever_goes_in_comes_out_as_characters(text: str) -> None:
    element = page(tag("p", text, said(text), title=text)).all("p")[0]
    assert element.text == text + text
    assert element.attributes["title"] == text


def test_attributes_that_are_false_or_none_are_left_out() -> None:
    made = tag("button", hidden=True, disabled=False, title=None, data_start=0, class_="chip")
    assert made == '<button hidden data-start="0" class="chip"></button>'


def test_markup_is_not_escaped_twice() -> None:
    assert tag("p", tag("b", "a & b"), " < c") == "<p><b>a &amp; b</b> &lt; c</p>"


def test_empty_parts_leave_no_dot_behind() -> None:
    assert page(dotted("one", None, "", "<two>")).text == "one · <two>"
    assert together(None, "a", None) == "a"


def test_characters_that_turn_the_text_around_are_removed() -> None:
    assert plain("invoice\u202efdp.exe\u0007") == "invoicefdp.exe"


def test_dates_and_numbers_carry_their_value() -> None:
    assert day(None) is None
    assert day(date(2024, 3, 1)) == '<time datetime="2024-03-01">2024-03-01</time>'
    assert filled("{size} <kB>", size=number(1.25, digits=1)).startswith('<data value="1.2" data-digits="1">1.2</data>')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ferry", None),
        ("المعبارة", "rtl"),
        ("NASA שיגרה לוויין חדש", "rtl"),
        ("The word שלום means peace", None),
        ("渡船", None),
        ("1987?", None),
        ("", None),
    ],
)
def test_the_direction_is_that_of_most_letters(text: str, expected: str | None) -> None:
    assert direction(text) == expected
