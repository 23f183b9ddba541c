"""Markdown tables as text."""

import pytest

from eval.tables import cell, table


def test_columns_are_padded_and_figures_stand_to_the_right() -> None:
    rows = [("apples", "12"), ("figs", "1000")]
    assert table(("fruit", "n"), rows).split("\n") == [
        "| fruit  | n    |",
        "| ------ | ---- |",
        "| apples | 12   |",
        "| figs   | 1000 |",
    ]
    assert table(("fruit", "n"), rows, figures=True).split("\n") == [
        "| fruit  |    n |",
        "| ------ | ---: |",
        "| apples |   12 |",
        "| figs   | 1000 |",
    ]
    assert table(("a", "b"), []).split("\n") == ["| a   | b   |", "| --- | --- |"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\r\nlines\u2028and more ", "two lines and more"),
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("*b* `c` <i> [l](u)", r"\*b\* \`c\` \<i> \[l\](u)"),
        ("\x1b[31mred\x07\u202eturned\x9b", r"\[31mred turned"),
    ],
)
def test_words_have_no_meaning_in_a_cell(text: str, shown: str) -> None:
    assert cell(text) == shown


def test_long_words_are_cut() -> None:
    assert cell("ten letter", 10) == "ten letter"
    assert cell("eleven lett", 10) == "eleven le…"
    assert cell("eleven lett", 8) == "eleven…"
