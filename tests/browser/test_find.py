"""Find in the source: over the whole document, beside the quote, in set text and on pages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, ask, marked
from tests.browser.paper import in_the_middle, many_pages, open_at_quote, shelved
from tests.ui.pretend import between

QUESTION = "When do sailings stop?"
QUOTE = "In a gale above force nine the harbour master stops all sailings."


def hits(page: Page, among: str = ".hit") -> list[str]:
    """The words of each hit, the parts of one put together."""
    parts: list[Any] = page.locator(f"#sheet-body {among}").evaluate_all(
        "(parts) => parts.map((part) => [part.dataset.hit, part.textContent])"
    )
    found: dict[str, str] = {}
    for number, text in parts:
        found[number] = found.get(number, "") + text
    return list(found.values())


def find(page: Page, words: str) -> None:
    """Find by keyboard alone."""
    page.wait_for_selector("#sheet:not([hidden])")
    page.keyboard.press("f")
    expect(page.locator("#sought")).to_be_focused()
    page.keyboard.type(words)


def test_every_hit_is_marked_beside_the_quote_and_can_be_gone_through(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").first.click()
    find(page, "HARBOUR")
    expect(page.locator("#hit-of")).to_have_text("2 of 3")  # the first from the quote on
    wanted = re.findall("harbour", chat.assistant.document("ferry.md").text, re.IGNORECASE)
    assert hits(page) == wanted
    assert marked(page) == QUOTE
    assert hits(page, "mark .hit") == ["harbour"]
    for key, k in (("Enter", 3), ("Enter", 1), ("Shift+Enter", 3), ("Shift+Enter", 2)):
        page.keyboard.press(key)
        expect(page.locator("#hit-of")).to_have_text(f"{k} of 3")
        expect(page.locator(f'.hit[data-hit="{k - 1}"]')).to_have_class("hit current")
        expect(page.locator(".hit.current")).to_have_count(1)


def test_a_hit_may_run_across_cells_and_quotes_and_dashes_are_alike(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").nth(1).click()
    find(page, "january 208")
    expect(page.locator("#hit-of")).to_have_text("1 of 1")
    assert hits(page) == ["January | 208"]
    assert marked(page) == between(chat.assistant.document("ferry.md"), "- Bicycles", "January | 208 | 17")
    page.locator("#sought").fill('said: "nobody')
    expect(page.locator(".hit.current")).to_have_count(1)
    expect(page.locator(".hit.current")).to_have_text("said: “Nobody")
    page.locator("#sought").fill("kangaroo")
    expect(page.locator("#hit-of")).to_have_text("not found")
    expect(page.locator(".hit")).to_have_count(0)


def test_a_hit_far_from_what_is_drawn_is_reached_and_the_quote_found_again(page: Page) -> None:
    ask(page, "ledger")
    page.locator("button.chip").click()
    quote = "Paragraph 2000 of the long ledger tells of barrel 2000."
    find(page, "barrel 3990.")
    expect(page.locator(".hit.current")).to_have_text("barrel 3990.")
    assert in_the_middle(page, ".hit.current")
    expect(page.locator("#sheet-body")).not_to_contain_text(quote)
    page.locator("#sought").fill("barrel 10.")
    expect(page.locator(".hit.current")).to_have_text("barrel 10.")
    assert in_the_middle(page, ".hit.current")
    page.locator("#ticks button").click()
    assert marked(page) == quote
    assert in_the_middle(page, "#sheet mark")


def test_too_many_hits_are_the_first_thousand(page: Page) -> None:
    ask(page, "ledger")
    page.locator("button.chip").click()
    find(page, "barrel")
    expect(page.locator("#hit-of")).to_have_text("1 of the first 1000")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#hit-of")).to_have_text("1000 of the first 1000")
    page.locator(".hit.current").wait_for()
    assert in_the_middle(page, ".hit.current")


def test_hits_in_a_pdf_are_boxes_on_its_pages(page: Page, chat: Chat) -> None:
    with shelved(chat, "survey.pdf", many_pages(8)) as source:
        text = chat.assistant.document(source.id).text
        spans = [found.span() for found in re.finditer("nursery at Stone Bridge", text)]
        assert len(spans) == 8
        quote = "Apple trees were counted twice."
        open_at_quote(page, chat, source, quote)
        find(page, "Nursery at stone bridge")
        expect(page.locator("#hit-of")).to_have_text("1 of 8")
        assert marked(page) == quote
        for k, wanted in enumerate(chat.assistant.rectangles(source.id, spans)):
            drawn = page.locator(f'figure .hit[data-hit="{k}"]')
            assert drawn.count() == len(wanted) > 0
            for part, (number, *sides) in enumerate(wanted):
                drawn_at = places(page, f'figure[data-page="{number}"] .hit[data-hit="{k}"]')[part]
                assert drawn_at == pytest.approx(sides, abs=0.01)
        page.keyboard.press("Shift+Enter")
        expect(page.locator("#hit-of")).to_have_text("8 of 8")
        assert in_the_middle(page, ".hit.current")
        expect(page.locator(".page-of")).to_have_text("page 22 of 24")


def places(page: Page, selector: str) -> list[list[float]]:
    """Where elements stand on their page: left, top, right, bottom in fractions of it."""
    found: list[list[float]] = page.locator(selector).evaluate_all(
        """(parts) => parts.map((part) => {
            const sheet = part.closest("figure").getBoundingClientRect();
            const box = part.getBoundingClientRect();
            return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height,
                (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height];
        })"""
    )
    return found


def test_the_buttons_find_too_and_escape_closes_one_thing_after_the_other(page: Page) -> None:
    ask(page, QUESTION)
    chip = page.locator("button.chip").first
    chip.click()
    page.get_by_role("button", name="Find in this document").click()
    page.get_by_role("search").get_by_role("textbox", name="Find in this document").fill("crossing")
    expect(page.locator("#hit-of")).to_have_text("3 of 3")
    page.get_by_role("button", name="Next hit").click()
    expect(page.locator("#hit-of")).to_have_text("1 of 3")
    page.get_by_role("button", name="Previous hit").click()
    expect(page.locator("#hit-of")).to_have_text("3 of 3")
    page.keyboard.press("Escape")
    expect(page.locator("#find")).to_be_hidden()
    expect(page.locator(".hit")).to_have_count(0)
    assert marked(page) == QUOTE
    expect(page.locator("#sheet-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(chip).to_be_focused()


def test_the_next_citation_keeps_what_is_sought(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").first.click()
    find(page, "the")
    expect(page.locator(".hit.current")).to_have_count(1)
    page.get_by_role("button", name="Previous citation").click()
    expect(page.locator("#citation-of")).to_have_text("Citation 3 of 3")
    expect(page.get_by_role("button", name="Previous citation")).to_be_focused()
    count = len(re.findall("the", chat.assistant.document("lighthouse.pdf").text, re.IGNORECASE))
    expect(page.locator("#hit-of")).to_have_text(f"{count} found")
    assert len(hits(page)) == count
    page.locator("#sought").press("Enter")
    expect(page.locator(".hit.current").first).to_be_visible()


def test_f_does_nothing_where_no_source_is_open(page: Page) -> None:
    page.locator("body").press("f")
    expect(page.locator("#find")).to_be_hidden()
    page.locator("#question").press("f")
    expect(page.locator("#question")).to_have_value("f")
