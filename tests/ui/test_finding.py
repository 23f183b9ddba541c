from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.finding import find_all


def words(text: str, sought: str) -> list[str]:
    return [text[start:end] for start, end in find_all(text, sought)]


@given(st.text(max_size=60), st.text(alphabet="aB c|-", max_size=4))
def test_spans_are_in_order_apart_and_in_the_text(text: str, sought: str) -> None:
    reached = 0
    for start, end in find_all(text, sought):
        assert reached <= start < end <= len(text)
        reached = end


@given(
    st.text(max_size=30), st.text(alphabet=st.characters(categories=["L", "N", "P"]), min_size=1), st.text(max_size=30)
)
def test_what_is_there_is_found(before: str, sought: str, after: str) -> None:
    assert any(found.casefold() == sought.casefold() for found in words(sought, sought))
    assert words(f"{before} {sought} {after}", sought)


def test_case_white_space_quotes_and_dashes_are_not_told_apart() -> None:
    assert words("The\nHarbour  Master’s boat", "harbour master's") == ["Harbour  Master’s"]
    assert words("1914–1918 and 1914-1918", "1914—1918") == ["1914–1918", "1914-1918"]
    assert words("January | 208 | 17", "january 208") == ["January | 208"]


def test_signs_are_signs() -> None:
    assert words("Is it (a|b)* or .*?", ".*") == [".*"]
    assert words("a+b", "a+b") == ["a+b"]


def test_nothing_is_found_for_nothing_and_no_more_than_asked_for() -> None:
    assert find_all("text", "") == find_all("text", "  ") == []
    assert find_all("aaaa", "a", most=3) == [(0, 1), (1, 2), (2, 3)]
