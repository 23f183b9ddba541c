from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Chat, Opener, ask, marked
from tests.browser.paper import in_the_middle
from tests.ui.pretend import between, pdf_quote
from ui.api.writing import place_address

QUESTION = "When do sailings stop?"
TOP = "(mark) => mark.getBoundingClientRect().top"


def test_every_chip_opens_the_source_with_exactly_its_quote_marked(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    ferry, lighthouse = chat.assistant.document("ferry.md"), chat.assistant.document("lighthouse.pdf")
    quotes = [
        "In a gale above force nine the harbour master stops all sailings.",
        between(ferry, "- Bicycles", "January | 208 | 17"),
        pdf_quote(lighthouse),
    ]
    for k, quote in enumerate(quotes):
        page.locator("button.chip").nth(k).click()
        expect(page.locator("#citation-of")).to_have_text(f"Citation {k + 1} of 3")
        assert marked(page) == quote
    expect(page.locator("#sheet-title")).to_have_text("The Keepers of Skerrow Light")


def test_the_boxes_on_a_pdf_page_lie_on_the_quoted_words(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").nth(2).click()
    page.locator("#sheet .box").first.wait_for()
    page.wait_for_function("() => document.querySelector('#sheet img').naturalWidth > 0")
    citation = chat.assistant.answer(QUESTION).sentences[2].citations[0]
    [wanted] = chat.assistant.rectangles(citation.source_id, [(citation.start, citation.end)])
    sheet = page.locator("#sheet figure").bounding_box()
    assert sheet is not None
    assert page.locator("#sheet .box").count() == len(wanted) == 2
    for k, (_, left, top, right, bottom) in enumerate(wanted):
        box = page.locator("#sheet .box").nth(k).bounding_box()
        assert box is not None
        assert abs(box["x"] - sheet["x"] - left * sheet["width"]) < 3
        assert abs(box["y"] - sheet["y"] - top * sheet["height"]) < 3
        assert abs(box["width"] - (right - left) * sheet["width"]) < 3
        assert abs(box["height"] - (bottom - top) * sheet["height"]) < 3
    assert in_the_middle(page, "#sheet .box") or page.locator("#sheet-body").evaluate("(body) => body.scrollTop") == 0


def test_a_quote_in_the_middle_of_a_long_source_is_scrolled_to_the_middle(page: Page) -> None:
    ask(page, "ledger")
    page.locator("button.chip").click()
    assert marked(page) == "Paragraph 2000 of the long ledger tells of barrel 2000."
    assert in_the_middle(page, "#sheet mark")
    assert page.locator("#sheet-body").evaluate("(body) => body.innerHTML.length") < 200_000
    before = page.locator("#sheet mark").evaluate(TOP)
    page.get_by_role("button", name="Show more above").evaluate("(button) => button.click()")
    expect(page.locator("#sheet-body")).to_contain_text("Paragraph 1400 of")
    assert abs(page.locator("#sheet mark").evaluate(TOP) - before) < 2


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator("article .reply.done").wait_for()
    chip = page.locator("button.chip").first
    while not chip.evaluate("(chip) => chip === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    expect(page.locator("#card")).to_contain_text("The first crossing leaves at 6.40.")
    expect(page.locator("#card")).to_contain_text("Harbour ferry: winter timetable")
    expect(chip).to_have_attribute("aria-describedby", "card")
    page.keyboard.press("Enter")
    expect(page.locator("#citation-of")).to_have_text("Citation 1 of 3")
    assert page.evaluate("() => document.getElementById('sheet').contains(document.activeElement)")
    page.keyboard.press("]")
    expect(page.locator("#citation-of")).to_have_text("Citation 2 of 3")
    page.keyboard.press("[")
    expect(page.locator("#citation-of")).to_have_text("Citation 1 of 3")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(chip).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("article")).to_have_count(0)


def test_the_card_of_a_chip_shows_on_hover(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").first.hover()
    expect(page.locator("#card mark")).to_have_text("In a gale above force nine the harbour master stops all sailings.")
    expect(page.locator("#card")).to_contain_text("Nov 30, 2024")
    page.mouse.move(5, 5)
    expect(page.locator("#card")).to_be_hidden()
    page.locator("button.chip").nth(2).hover()
    expect(page.locator("#card .quiet")).to_contain_text("page 1")
    expect(page.locator("#card .card-title")).to_have_text("The Keepers of Skerrow Light")


def test_ticks_show_where_the_quotes_of_this_source_stand_and_open_them(page: Page, chat: Chat) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").first.click()
    ticks = page.get_by_role("group", name="Where the quotes of this answer stand")
    expect(ticks.get_by_role("button")).to_have_count(2)
    expect(ticks.locator("[aria-current]")).to_have_accessible_name("Citation 1 of 3")
    rail = page.locator("#ticks").bounding_box()
    second = ticks.get_by_role("button", name="Citation 2 of 3")
    box = second.bounding_box()
    assert rail is not None
    assert box is not None
    ferry = chat.assistant.document("ferry.md").text
    share = (box["y"] - rail["y"]) / (rail["height"] - box["height"])
    assert share == pytest.approx(ferry.index("- Bicycles") / len(ferry), abs=0.01)
    second.press("Enter")
    expect(page.locator("#citation-of")).to_have_text("Citation 2 of 3")
    assert marked(page).startswith("- Bicycles")
    expect(ticks.locator("[aria-current]")).to_have_accessible_name("Citation 2 of 3")
    page.get_by_role("button", name="Next citation").click()
    expect(page.get_by_role("button", name="Next citation")).to_be_focused()
    expect(ticks.get_by_role("button")).to_have_count(1)


def test_the_link_to_a_place_is_copied_and_leads_there(open_page: Opener) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.locator("button.chip").nth(1).click()
    quote = marked(page)
    page.get_by_role("button", name="Copy a link to this place").click()
    expect(page.locator("#notice")).to_have_text("Copied")
    page.goto(page.evaluate("() => navigator.clipboard.readText()"))
    assert marked(page) == quote
    page.get_by_role("button", name="Copy quote with reference").click()
    expect(page.locator("#notice")).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"“{' '.join(quote.split())}” (Harbour ferry: winter timetable, ferry.md, 2024-11-30)"


def test_hostile_words_stay_words_everywhere(page: Page, chat: Chat) -> None:
    ask(page, "hostile")
    page.locator("button.chip").first.hover()
    page.locator("#card mark").wait_for()
    page.locator("button.chip").first.click()
    assert marked(page) == 'Minutes of the <img src=x onerror="alert(1)"> meeting.'
    page.locator("article summary").click()
    page.locator(".why .link").first.click()
    page.locator("#sheet-body").wait_for()
    page.reload()
    page.locator("article .reply.done").wait_for()
    assert page.locator("#footnote img, #footnote script").count() == 0
    assert page.evaluate("() => document.querySelectorAll('#footnote [onerror]').length") == 0


def test_a_link_to_a_place_opens_the_source_with_exactly_that_place_marked(page: Page, chat: Chat) -> None:
    citation = chat.assistant.answer(QUESTION).sentences[0].citations[0]
    page.goto(place_address(f"{chat.address}/", citation))
    assert marked(page) == citation.quote
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(page.locator("#question")).to_be_focused()


def test_a_link_to_what_is_not_there_says_so(page: Page, chat: Chat) -> None:
    page.goto(f"{chat.address}/?source=gone&start=0&end=4")
    expect(page.locator("#notice")).to_contain_text("No such document")
    expect(page.locator("#sheet")).to_be_hidden()
