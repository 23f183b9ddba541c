from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.cite import cite, locate, split_marked
from assistant.records import Hit, Passage, Sentence, Source, Verdict

LEAD = "Harbour news. "
TEXT = (
    "The mill at Ashcombe closed in 2011 after a flood. Nearly 240 people lost their jobs. "
    '"We had no choice," said Dora Lindqvist, the last manager. "The water took the turbines." '
    "A museum opened in the old mill on 3 May 2019. It drew 18,000 visitors in its first year."
)
SECOND = "Ashcombe lies on the river Tarn. Its population was 9,400 in 2020."
SOURCE = Source("s1", "mill.txt", "text", "The mill", "", date(2020, 1, 2), datetime(2021, 1, 1), 10, 10, 2, 0)


def passage(text: str = TEXT, start: int = len(LEAD), source: str = "s1", page: int | None = 3) -> Passage:
    return Passage(f"{source}-{start}", source, start, start + len(text), text, page)


def hits() -> list[Hit]:
    return [Hit(passage(), "mill.txt", 1.0), Hit(passage(SECOND, 0, "s2"), "river.txt", 0.5)]


def texts_and_numbers(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.numbers) for sentence in split_marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill closed [1]. A museum opened.[2]", [("The mill closed.", (1,)), ("A museum opened.", (2,))]),
        ("The mill closed. [1] A museum opened. [2]", [("The mill closed.", (1,)), ("A museum opened.", (2,))]),
        ("The mill closed [2][3], and it flooded [1, 2].", [("The mill closed, and it flooded.", (2, 3, 1))]),
        ("The mill closed [1-3]. It rained【4】.", [("The mill closed.", (1, 2, 3)), ("It rained.", (4,))]),
        ("The mill closed【1†source】. It rained [Source 2].", [("The mill closed.", (1,)), ("It rained.", (2,))]),
        ("[1] The mill closed.", [("The mill closed.", (1,))]),
        ("The mill closed.[1]The museum opened.", [("The mill closed.", (1,)), ("The museum opened.", ())]),
        ("The mill closed [n]. It rained [2", [("The mill closed.", ()), ("It rained", ())]),
        ("In [2011] it closed [1].", [("In [2011] it closed.", (1,))]),
        ("- The mill closed [1]\n- A museum opened [2]", [("The mill closed", (1,)), ("A museum opened", (2,))]),
        ("1. The mill closed [1]\n2) A museum opened", [("The mill closed", (1,)), ("A museum opened", ())]),
        ("The mill\nclosed [1].\n\nIt rained.", [("The mill closed.", (1,)), ("It rained.", ())]),
        ("# Facts\nThe mill closed.", [("Facts", ()), ("The mill closed.", ())]),
        ("Yes. The mill closed [1].", [("Yes. The mill closed.", (1,))]),
        ("**The** `mill` _closed_ [1].", [("The mill closed.", (1,))]),
        ("See [the site](http://a.b/c) or http://d.e/f [1].", [("See the site or.", (1,))]),
        ("![alt](x.png)<img src=x onerror=y><b>It</b> rained.<br>Then [1](http://x) dried.", None),
        ("<think>Maybe [4].</think>It rained [1].", [("It rained.", (1,))]),
        ("", []),
        (" \n[1]\n", []),
    ],
)
def test_markers_are_read_and_removed(text: str, expected: list[tuple[str, tuple[int, ...]]] | None) -> None:
    if expected is None:
        expected = [("altIt rained.", ()), ("Then dried.", (1,))]
    assert texts_and_numbers(text) == expected


@pytest.mark.parametrize(
    ("claim", "starts"),
    [
        ("The mill closed in 2011.", "The mill"),
        ("About 240 people lost their jobs.", "Nearly 240"),
        ("The manager said they had no choice.", '"We had'),
        ('"The water took the turbines", Lindqvist said.', '"The water'),
        ("A museum opened on May 3, 2019.", "A museum"),
        ("Visitors numbered 18000.", "It drew"),
    ],
)
def test_a_claim_is_located_in_its_sentence(claim: str, starts: str) -> None:
    place = locate(claim, passage())
    assert place is not None
    assert (LEAD + TEXT)[slice(*place)].startswith(starts)


def test_a_claim_over_two_sentences_is_located_in_both() -> None:
    place = locate("A museum opened in the old mill in 2019 and drew 18,000 visitors in its first year.", passage())
    assert place is not None
    assert (LEAD + TEXT)[slice(*place)] == TEXT[TEXT.index("A museum") :]


def test_a_claim_that_shares_nothing_is_not_located() -> None:
    assert locate("Elephants swim.", passage()) is None
    assert locate("", passage()) is None


def test_an_answer_is_cited_with_chips_numbered_by_appearance() -> None:
    answer = "The museum drew 18,000 visitors [1]. Ashcombe had 9,400 people in 2020 [2]. It drew 18,000 visitors [1]."
    first, second, third = cite(answer, hits(), {"s1": SOURCE})
    assert [c.number for c in first.citations + second.citations + third.citations] == [1, 2, 1]
    assert first.citations[0].quote == "It drew 18,000 visitors in its first year."
    assert (first.citations[0].title, first.citations[0].published) == ("The mill", date(2020, 1, 2))
    assert first.citations[0].page == 3
    assert (second.citations[0].source, second.citations[0].title) == ("river.txt", "")


def test_nothing_counts_as_checked_yet() -> None:
    (sentence,) = cite("The mill closed in 2011 [1].", hits(), {})
    assert (sentence.verdict, bool(sentence.reasons)) == (Verdict.NOT_FOUND, True)


def test_unknown_numbers_are_dropped() -> None:
    (sentence,) = cite("The mill closed in 2011 [7][0].", hits(), {})
    assert (sentence.text, sentence.citations) == ("The mill closed in 2011.", ())


def test_an_unmarked_sentence_is_given_the_passage_that_plainly_carries_it() -> None:
    plain, vague = cite("The mill at Ashcombe closed in 2011. Many people like mills and rivers and boats.", hits(), {})
    assert plain.citations[0].quote == "The mill at Ashcombe closed in 2011 after a flood."
    assert vague.citations == ()


PIECES = ["The mill closed in 2011", "Ashcombe", "240 people", '"We had no choice"', "9,400", "zebra", "It rained"]
ANSWERS = st.lists(
    st.sampled_from(
        [*PIECES, "[1]", "[2]", "[1][2]", "[3]", "[1-2]", "【1】", ".", ". ", " ", "\n", "\n- ", '"', "[", "“", "…"]
    )
).map("".join)


@settings(deadline=None)
@given(ANSWERS | st.text())
def test_every_citation_is_a_place(answer: str) -> None:
    found = hits()
    sentences = cite(answer, found, {"s1": SOURCE})
    seen: list[int] = []
    for sentence in sentences:
        assert_places(sentence, found)
        seen += [citation.number for citation in sentence.citations]
    firsts = list(dict.fromkeys(seen))
    assert firsts == list(range(1, len(firsts) + 1))


def assert_places(sentence: Sentence, found: list[Hit]) -> None:
    assert sentence.text.strip()
    assert len({(c.source_id, c.start, c.end) for c in sentence.citations}) == len(sentence.citations)
    for citation in sentence.citations:
        home = next(hit.passage for hit in found if hit.passage.source_id == citation.source_id)
        assert home.start <= citation.start < citation.end <= home.end
        assert home.text[citation.start - home.start : citation.end - home.start] == citation.quote
        assert citation.quote == citation.quote.strip()


@settings(deadline=None)
@given(st.text(), st.text(min_size=1), st.integers(0, 1000))
def test_locate_stays_within_any_passage(claim: str, text: str, start: int) -> None:
    place = locate(claim, passage(text, start))
    assert place is None or start <= place[0] < place[1] <= start + len(text)


ADDRESSES = [
    "![a](http://e.example/x.png)",
    "![a[b]](//e.example/x.png)",
    "![a[1]](//e.example/x.png)",
    "![a\\]](//e.example/x)",
    "![a](\n//e.example/x)",
    "![a](b(c(d(e)f)g)h)",
    "![a](<//e.example/x y>)",
    "![a](data:image/svg+xml;base64,AAAA)",
    "![a][b]\n\n[b]: //e.example/x",
    "[a](javascript:run(1))",
    "[a](//e.example/?q=secret 'title')",
    "<img\nsrc=//e.example/x>",
    "<javascript:run()>",
    "<a@b.example>",
    "https://e.example/?q=secret",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "around", ["Boats cost four crowns [1]. See {} for more [1].", "{} Boats cost four crowns [1]."]
)
def test_no_link_and_no_image_is_left_of_a_written_answer(around: str, address: str) -> None:
    """Not even for a program that shows the answer's text as Markdown or as HTML."""
    text = " ".join(sentence.text for sentence in split_marked(around.format(address)))
    assert "Boats cost four crowns." in text
    shown = MarkdownIt("commonmark", {"html": True}).render(text)
    assert re.findall(r"<(?!/?p>)", shown) == []
    assert "https:" not in shown
