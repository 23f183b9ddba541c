from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading import read
from assistant.records import Document
from tests.ui.pages import Element, page
from tests.ui.pretend import FERRY, FIXTURES
from ui.settext import Setting, set_text

NAMES = ("lighthouse.md", "lighthouse.docx", "table.csv", "news.html", "wrapped.txt", "page.eml")
DOCUMENTS = [read(FERRY.encode(), "ferry.md"), *(read((FIXTURES / name).read_bytes(), name) for name in NAMES)]
DOCUMENTS.append(Document(text="No blocks here.\n\nOnly lines.\n", kind="text"))


def shown(document: Document, start: int, end: int) -> Element:
    return page(set_text(document, Setting(document.text, 0, len(document.text), start, end)))


@given(st.data())
def test_the_marked_characters_are_exactly_the_quote(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(DOCUMENTS))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(document.text))] * 2)))
    marked = "".join(mark.text for mark in shown(document, start, end).all("mark"))
    assert marked == document.text[start:end]


@given(st.data())
def test_hits_are_marked_in_their_places_beside_the_quote(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(DOCUMENTS))
    text = document.text
    offsets = st.lists(st.integers(0, len(text)), unique=True, min_size=2, max_size=8)
    cuts = sorted(data.draw(offsets.filter(lambda cuts: len(cuts) % 2 == 0)))
    hits = list(zip(cuts[::2], cuts[1::2], strict=True))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    seen = page(set_text(document, Setting(text, 0, len(text), start, end, hits)))
    assert "".join(mark.text for mark in seen.all("mark")) == text[start:end]
    found = [""] * len(hits)
    for part in seen.all("span", "hit"):
        found[int(part.attributes["data-hit"] or "")] += part.text
    assert ["".join(words.split()) for words in found] == ["".join(text[a:b].split()) for a, b in hits]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_all_of_the_text_is_there_in_order(document: Document) -> None:
    assert "".join(shown(document, 0, 0).text.split()) == "".join(document.text.split())


def test_headings_lists_and_tables_are_set_as_such() -> None:
    ferry = shown(DOCUMENTS[0], 0, 0)
    assert [heading.text for heading in ferry.all("h4")] == ["Crossings"]
    assert len(ferry.all("ul")) == 1
    items = ["- Bicycles travel free of charge.", "- Dogs stay on the open deck."]
    assert [item.text for item in ferry.all("li")] == items
    assert [item.all("span", "unseen")[0].text for item in ferry.all("li")] == ["- ", "- "]
    cells = [[cell.text.strip("\n |") for cell in row.children if isinstance(cell, Element)] for row in ferry.all("tr")]
    assert cells == [["Month", "Crossings", "Cancelled"], ["December", "214", "9"], ["January", "208", "17"]]


def test_a_window_shows_its_part_only() -> None:
    document = DOCUMENTS[0]
    start = document.text.index("In a gale")
    seen = page(set_text(document, Setting(document.text, start, start + 20, start, start + 9)))
    assert seen.text == document.text[start : start + 20]
    assert seen.all("mark")[0].text == "In a gale"
