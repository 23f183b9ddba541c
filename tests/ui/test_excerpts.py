"""What is shown of a passage: its beginning, or what stands around the quotes in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.pages import page
from tests.ui.pretend import HOSTILE
from ui.excerpts import around, beginning

SEEN = st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])
WORDS = " ".join(f"word{number}" for number in range(400))


def span(text: str, quote: str) -> tuple[int, int]:
    return text.index(quote), text.index(quote) + len(quote)


def shown(text: str, *quotes: str) -> tuple[str, list[str]]:
    """The text of the excerpt and what is marked in it."""
    found = page(around(text, [span(text, quote) for quote in quotes]))
    return found.text, [mark.text for mark in found.all("mark")]


def test_a_beginning_is_cut_between_words_and_its_lines_are_parted() -> None:
    assert page(beginning("  one\n\n  two\tthree ", 40)).text == "one · two three"
    assert page(beginning("one two three", 9)).text == "one two …"


def test_a_quote_in_the_middle_is_marked_with_whole_words_around_it() -> None:
    text, marks = shown(WORDS, "word200 word201")
    assert marks == ["word200 word201"]
    before, after = text.split("word200 word201")
    assert before.startswith("… word")
    assert after.endswith(" …")
    assert 80 < len(before) < 130
    assert 80 < len(after) < 130
    assert set(text.removeprefix("… ").removesuffix(" …").split()) <= set(WORDS.split())


def test_nothing_is_cut_from_a_short_passage() -> None:
    assert shown(" The ferry\nleaves at six. ", "leaves at six.") == ("The ferry · leaves at six.", ["leaves at six."])


def test_quotes_far_apart_are_both_shown_and_near_ones_once() -> None:
    text, marks = shown(WORDS, "word300", "word50")
    assert marks == ["word50", "word300"]
    assert text.count("…") == 3
    near, marks = shown(WORDS, "word200", "word203", "word200")
    assert marks == ["word200", "word203"]
    assert near.count("word201") == 1


def test_a_long_quote_is_cut() -> None:
    text, [mark] = shown(WORDS, WORDS)
    assert text == f"{mark} …"
    assert 400 < len(mark) < 530


def test_a_script_without_spaces_is_cut_anywhere() -> None:
    text, marks = shown("河" * 300 + "渡船" + "水" * 300, "渡船")
    assert (text, marks) == ("… " + "河" * 120 + "渡船" + "水" * 120 + " …", ["渡船"])


def test_hostile_words_are_words() -> None:
    text, marks = shown(f"{HOSTILE} {HOSTILE}", HOSTILE)
    assert (text, marks) == (f"{HOSTILE} {HOSTILE}", [HOSTILE])


@given(
    st.text(SEEN, min_size=1, max_size=900), st.lists(st.tuples(st.integers(0, 900), st.integers(1, 500)), min_size=1)
)
def test_what_is_shown_is_in_the_passage(text: str, quotes: list[tuple[int, int]]) -> None:
    spans = [(start % len(text), min(start % len(text) + length, len(text))) for start, length in quotes]
    found = page(around(text, spans))
    squeezed = "".join(text.split())
    assert all("".join(mark.text.split()).replace("·", "") in squeezed.replace("·", "") for mark in found.all("mark"))


@pytest.mark.parametrize("quote", ["word0", "word399"])
def test_the_ends_of_a_passage_are_not_marked_as_cut(quote: str) -> None:
    text, _ = shown(WORDS, quote)
    assert text.count("…") == 1
    assert text.endswith("…") is (quote == "word0")
