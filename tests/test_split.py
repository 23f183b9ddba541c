"""Splitting covers the text in order, never cuts a sentence that fits, and gives the same ids every time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.records import Block, BlockKind, Document, Page
from assistant.split import split
from assistant.text import sentence_spans

WORDS = st.lists(
    st.sampled_from(["Ann", "saw", "3.5", "boats", "U.S.", "日本語です。", "in", "May", "—", "Łódź"]), min_size=1
)
SENTENCES = st.lists(WORDS.map(lambda words: " ".join(words) + "."), min_size=1, max_size=8).map(" ".join)
BLOCKS = st.lists(st.tuples(st.sampled_from(list(BlockKind)), SENTENCES), min_size=1, max_size=12)


def build(parts: list[tuple[BlockKind, str]], *, paged: bool = False) -> Document:
    blocks, pages, text = [], [], ""
    for number, (kind, part) in enumerate(parts, 1):
        start = len(text)
        text += part
        blocks.append(Block(kind, start, len(text), 1))
        pages.append(Page(number, start, len(text)))
        text += "\n\n"
    return Document(text=text, kind="text", blocks=tuple(blocks), pages=tuple(pages) if paged else ())


@settings(max_examples=80, deadline=None)
@given(BLOCKS, st.integers(30, 400))
def test_passages_cover_the_text_in_order(parts: list[tuple[BlockKind, str]], limit: int) -> None:
    document = build(parts)
    passages = split(document, "s", limit)
    end = 0
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert not document.text[end : passage.start].strip()
        assert len(passage.text) <= limit
        end = passage.end
    assert not document.text[end:].strip()
    assert len({passage.id for passage in passages}) == len(passages)
    assert passages == split(document, "s", limit)


@settings(max_examples=80, deadline=None)
@given(SENTENCES)
def test_a_sentence_that_fits_is_never_cut(text: str) -> None:
    document = build([(BlockKind.PARAGRAPH, text)])
    limit = max(end - start for start, end in sentence_spans(document.text))
    ends = {passage.end for passage in split(document, "s", limit)}
    starts = {passage.start for passage in split(document, "s", limit)}
    sentences = list(sentence_spans(document.text))
    assert ends <= {end for _, end in sentences}
    assert starts <= {start for start, _ in sentences}


def test_a_sentence_longer_than_the_limit_is_cut_at_spaces() -> None:
    text = " ".join(["word"] * 100)
    passages = split(build([(BlockKind.PARAGRAPH, text)]), "s", 60)
    assert len(passages) > 5
    assert all(passage.text.split() == ["word"] * len(passage.text.split()) for passage in passages)


def test_headings_are_carried_as_context_and_stay_with_what_follows() -> None:
    document = build(
        [
            (BlockKind.HEADING, "Rent"),
            (BlockKind.PARAGRAPH, "The rent is 900 euros. " * 4),
            (BlockKind.HEADING, "Deposit"),
            (BlockKind.PARAGRAPH, "The deposit is 1,800 euros. " * 4),
        ]
    )
    first, second = split(document, "s", 200)
    assert first.heading == "Rent"
    assert second.heading == "Deposit"
    assert second.text.startswith("Deposit\n\n")


def test_nested_headings_make_a_path() -> None:
    blocks = (Block(BlockKind.HEADING, 0, 1, 1), Block(BlockKind.HEADING, 2, 3, 2), Block(BlockKind.PARAGRAPH, 4, 9))
    [passage] = split(Document(text="A\nB\nText.", kind="text", blocks=blocks), "s", 50)
    assert passage.heading == "A › B"


def test_rows_after_the_first_passage_of_a_table_carry_its_first_row() -> None:
    rows = ["City | Population"] + [f"Town{number} | {number},000" for number in range(10, 40)]
    document = build([(BlockKind.TABLE, "\n".join(rows))])
    first, second, *_ = split(document, "s", 120)
    assert "City | Population" in first.text
    assert second.heading == "City | Population"
    assert second.text.startswith("Town")


def test_rows_carry_the_lines_above_their_table_and_no_text_above_those() -> None:
    rows = ["City | Population"] + [f"Town{number} | {number},000" for number in range(10, 40)]
    above = ["It rains in the north.", "Towns of the north.", "(in thousands)"]
    parts = [*((BlockKind.PARAGRAPH, line) for line in above), (BlockKind.TABLE, "\n".join(rows))]
    last = split(build(parts), "s", 120)[-1]
    assert last.heading == "Towns of the north. › (in thousands) › City | Population"


def test_a_passage_knows_its_page() -> None:
    document = build([(BlockKind.PARAGRAPH, "One. " * 30), (BlockKind.PARAGRAPH, "Two. " * 30)], paged=True)
    assert [passage.page for passage in split(document, "s", 150)] == [1, 2]


@pytest.mark.parametrize("text", ["", " \n\n ", "\t"])
def test_nothing_gives_no_passages(text: str) -> None:
    assert split(Document(text=text, kind="text"), "s") == []


def test_long_lines_are_cut_into_the_same_sentences() -> None:
    sentences = [f"In {year} Ann saw {year % 7 + 2} boats on the U.S. coast, she said." for year in range(1900, 2100)]
    line = " ".join(sentences)
    assert [line[start:end] for start, end in sentence_spans(line)] == sentences


def test_the_number_of_a_line_goes_with_what_it_numbers() -> None:
    lines = ["3.1. The tenant pays. It is due in May.", "(a) Bees", "IV. The fence", "12. Rents", "7."]
    text = "\n".join(lines)
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        *("3.1. The tenant pays.", "It is due in May."),
        *lines[1:],
    ]
    numbers = "It opened in 1987. In 1990 it closed."
    assert len(list(sentence_spans(numbers))) == 2


@pytest.mark.parametrize("piece", ["`", "a", "word ", '"', "¿", "e.g. "])
def test_a_line_without_end_takes_no_time_without_end(piece: str) -> None:
    """Found by fuzzing: 200,000 of the first took a minute and a half. A suite that hangs is the failure."""
    line = piece * 300_000
    spans = list(sentence_spans(line))
    assert "".join(line[start:end] for start, end in spans).replace(" ", "") == line.replace(" ", "")
