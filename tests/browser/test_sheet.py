"""The sheet as paper: pages that come as they are scrolled to, tables that scroll by themselves, its width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Chat, Opener, ask, marked
from tests.browser.paper import COLUMNS, NARROW, PEAKS, in_the_middle, many_pages, open_at_quote, shelved

LOADED = "(images) => images.filter((image) => image.complete && image.naturalWidth > 0).length"
TOPS = "(boxes) => boxes.map((box) => Math.round(box.offsetTop))"


def test_neighbouring_pages_are_scrolled_to_and_nothing_moves_when_they_come(page: Page, chat: Chat) -> None:
    with shelved(chat, "survey.pdf", many_pages(10)) as source:
        quote = "Apple trees were counted twice."
        open_at_quote(page, chat, source, quote)
        assert marked(page) == quote
        pages = page.locator("figure")
        expect(pages).to_have_count(30)
        before = pages.evaluate_all(TOPS)
        expect(page.locator(".page-of")).to_have_text("page 1 of 30")
        pages.nth(14).evaluate("(figure) => figure.scrollIntoView({ block: 'center' })")
        expect(page.locator(".page-of")).to_have_text("page 15 of 30")
        page.wait_for_function("() => document.querySelectorAll('figure img')[14].naturalWidth > 0")
        assert pages.evaluate_all(TOPS) == before
        assert page.locator("figure img").evaluate_all(LOADED) < 30
        page.locator("#sheet-body").press("PageDown")
        expect(page.locator(".page-of")).not_to_have_text("page 15 of 30")


def wide_table(page: Page) -> Locator:
    return page.get_by_role("group", name="Table").and_(page.locator(".wide"))


@pytest.mark.parametrize("width", [1400, 400])
def test_a_wide_table_scrolls_in_its_own_box_and_nothing_is_cut_off(open_page: Opener, chat: Chat, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    with shelved(chat, "peaks.md", PEAKS.encode()) as source:
        open_at_quote(page, chat, source, "East ridge, 17 camps")
        assert marked(page) == "East ridge, 17 camps"
        assert in_the_middle(page, "#sheet mark")
        within(page.locator("#sheet mark"), wide_table(page))
        wide_table(page).focus()
        page.keyboard.press("ArrowRight")
        for column in range(len(COLUMNS)):
            cell = page.locator("th").nth(column)
            assert cell.evaluate("(cell) => cell.scrollWidth <= cell.clientWidth")
            cell.evaluate("(cell) => cell.scrollIntoView({ inline: 'center', block: 'nearest' })")
            within(cell, wide_table(page))
        assert page.locator("#sheet-body").evaluate("(body) => body.scrollWidth <= body.clientWidth")


def within(inner: Locator, outer: Locator) -> None:
    """See that the whole width of an element is inside another's."""
    one, other = inner.bounding_box(), outer.bounding_box()
    assert one is not None
    assert other is not None
    assert other["x"] <= one["x"]
    assert one["x"] + one["width"] <= other["x"] + other["width"]


def test_each_block_runs_in_the_direction_of_its_script(page: Page, chat: Chat) -> None:
    text = "# التقرير السنوي\n\nبلغ عدد السفن 4210 سفينة.\n\nThe ships were counted.\n"
    with shelved(chat, "ships.md", text.encode()) as source:
        open_at_quote(page, chat, source, "بلغ عدد السفن 4210 سفينة.")
        assert marked(page) == "بلغ عدد السفن 4210 سفينة."
        runs = "(parts) => parts.map((part) => getComputedStyle(part).direction)"
        assert page.locator("#sheet-body .set-text > *").evaluate_all(runs) == ["rtl", "rtl", "ltr"]


def test_a_table_that_fits_is_no_stop_for_the_keyboard(page: Page, chat: Chat) -> None:
    with shelved(chat, "tides.md", NARROW.encode()) as source:
        open_at_quote(page, chat, source, "7.2")
        assert marked(page) == "7.2"
        table = page.get_by_role("group", name="Table")
        assert table.get_attribute("tabindex") is None
        assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")


def test_the_width_of_the_source_is_set_by_keyboard(page: Page) -> None:
    ask(page, "When do sailings stop?")
    page.locator("button.chip").first.click()
    grip = page.get_by_role("separator", name="Width of the source")
    widths = []
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight", "Home", "End", "ArrowLeft"):
        grip.press(key)
        box = page.locator("#sheet").bounding_box()
        assert box is not None
        widths.append(box["width"])
        expect(grip).to_have_attribute("aria-valuenow", str(round(box["width"])))
    assert widths == [464, 488, 464, 320, 840, 840]


def test_behind_a_sheet_that_covers_everything_nothing_takes_the_focus(open_page: Opener) -> None:
    page = open_page(viewport={"width": 400, "height": 800})
    ask(page, "When do sailings stop?")
    page.locator("button.chip").first.click()
    page.locator("#sheet mark").first.wait_for()
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("() => !document.activeElement.closest('.chat, .library')")
    page.keyboard.press("Escape")
    expect(page.locator("button.chip").first).to_be_focused()


def test_a_document_opened_from_the_library_on_a_phone_is_seen(open_page: Opener) -> None:
    page = open_page(viewport={"width": 400, "height": 800})
    page.get_by_role("button", name="Show library").click()
    page.locator("#documents li", has_text="ferry").get_by_role("button").first.click()
    expect(page.locator("#sheet-title")).to_have_text("Harbour ferry: winter timetable")
    title = page.locator("#sheet-title").bounding_box()
    assert title is not None
    on_top = "([x, y]) => document.elementFromPoint(x, y).closest('#sheet') !== null"
    assert page.evaluate(on_top, [title["x"] + 4, title["y"] + 4])


def test_the_question_box_covers_nothing_of_the_last_answer(open_page: Opener) -> None:
    page = open_page(viewport={"width": 1400, "height": 500})
    ask(page, "When do sailings stop?")
    ask(page, "When do sailings stop?")
    page.fill("#question", "A question\nof\nfour\nlines")
    last = page.locator("article").last
    above_the_box(last.locator(".why summary"), page)
    last.get_by_role("button", name="Bad answer").click()
    above_the_box(last.get_by_label("What is wrong with it? (optional)"), page)


def above_the_box(element: Locator, page: Page) -> None:
    """See that an element is between the top of the conversation and the question box."""
    box, composer, scroll = element.bounding_box(), page.locator("#composer").bounding_box(), page.locator("#scroll")
    frame = scroll.bounding_box()
    assert box is not None
    assert composer is not None
    assert frame is not None
    assert frame["y"] <= box["y"]
    assert box["y"] + box["height"] <= composer["y"]


SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: false });
}"""


def test_nothing_jumps_while_an_answer_is_written(page: Page, chat: Chat) -> None:
    ask(page, "When do sailings stop?")
    chat.assistant.release.clear()
    page.fill("#question", "slow")
    page.press("#question", "Enter")
    page.locator("article").nth(1).locator(".reply.searching, .reply.reading, .reply.writing").first.wait_for()
    page.evaluate(SHIFTS)
    page.locator("article").nth(1).locator(".reply.writing").wait_for()
    chat.assistant.release.set()
    page.locator("article").nth(1).locator(".reply.done").wait_for()
    page.wait_for_timeout(300)
    assert sum(page.evaluate("() => window.shifts")) < 0.02
