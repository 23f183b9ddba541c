"""Enumerations taken apart around what the reader found."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extract.lists import enumeration


def items(text: str, found: str) -> list[str]:
    at = text.index(found)
    return [text[start:end] for start, end in enumeration(text, (at, at + len(found)))]


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("It was built by Ann Adler, Bo Berg and Cy Cole.", "Bo Berg", ["Ann Adler", "Bo Berg", "Cy Cole"]),
        ("It was built by Ann Adler, Bo Berg, and Cy Cole in 1902.", "Ann Adler", ["Ann Adler", "Bo Berg", "Cy Cole"]),
        ("The guild pays for rope, tar and also the harbour dues.", "rope", ["rope", "tar", "the harbour dues"]),
        ("The guild pays for rope, tar and nails.", "rope, tar and nails", ["rope", "tar", "nails"]),
        ("Members are: Elmsport; Norrvik; and Lund.", "Norrvik", ["Elmsport", "Norrvik", "Lund"]),
        ("Ann Adler built it, and the town was glad of the work.", "Ann Adler", ["Ann Adler"]),
        ("Partners | NRA, ESO, CSO", "NRA, ESO, CSO", ["NRA", "ESO", "CSO"]),
        ("It cost 4,000 kroner and two lives.", "4,000 kroner", ["4,000 kroner"]),
    ],
)
def test_the_items_around_what_was_found(text: str, found: str, expected: list[str]) -> None:
    assert items(text, found) == expected


@given(text=st.text("ab AB,;.and\n", max_size=60), ends=st.tuples(st.integers(0, 59), st.integers(1, 60)))
def test_items_are_in_order_and_never_overlap(text: str, ends: tuple[int, int]) -> None:
    start, end = min(ends[0], len(text)), min(max(ends), len(text))
    spans = enumeration(text, (start, end))
    assert all(0 <= first <= last <= len(text) for first, last in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
