from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from assistant.events import AskEvent, Finished
from assistant.records import Sentence, Verdict
from tests.browser.conftest import Chat, Opener, ask
from tests.ui.pretend import SCRIPTS, PretendAssistant, answer_of

SIDEWAYS = """() => [...document.querySelectorAll("html, #footnote, #scroll, #library, #sheet-body")]
    .filter((element) => element.scrollWidth > element.clientWidth + 1).map((element) => element.id)"""


def test_nothing_scrolls_sideways_on_a_phone(open_page: Opener) -> None:
    page = open_page(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    assert page.evaluate(SIDEWAYS) == []
    ask(page, "When do sailings stop?")
    ask(page, "hostile")
    page.locator("article summary").first.click()
    assert page.evaluate(SIDEWAYS) == []
    page.locator("button.chip").nth(1).click()
    page.locator("#sheet mark:visible").first.wait_for()
    assert page.evaluate(SIDEWAYS) == []
    box = page.locator("#sheet").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 400)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Show library").click()
    expect(page.locator("#library")).to_be_visible()
    expect(page.locator('#library [data-action="library"]').first).to_be_focused()
    assert page.evaluate(SIDEWAYS) == []
    page.keyboard.press("Escape")
    expect(page.locator("#library")).to_be_hidden()


def test_the_source_is_a_drawer_on_a_middling_screen(open_page: Opener) -> None:
    page = open_page(viewport={"width": 1000, "height": 800})
    before = page.locator(".chat").bounding_box()
    ask(page, "When do sailings stop?")
    page.locator("button.chip").first.click()
    page.locator("#sheet mark").first.wait_for()
    assert page.locator(".chat").bounding_box() == before
    box = page.locator("#sheet").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (560, 440)


COLOURS = {
    "light": ("rgb(251, 250, 247)", "rgb(29, 28, 26)", "rgb(255, 229, 138)", "rgb(31, 95, 168)"),
    "dark": ("rgb(23, 24, 27)", "rgb(233, 230, 223)", "rgb(90, 74, 0)", "rgb(127, 178, 240)"),
}


@pytest.mark.parametrize("scheme", COLOURS)
def test_colours_follow_the_system(open_page: Opener, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    ask(page, "When do sailings stop?")
    page.locator("button.chip").first.click()
    page.locator("#sheet mark").first.wait_for()
    seen = [
        colour(page, "#footnote", "backgroundColor"),
        colour(page, "#footnote", "color"),
        colour(page, "#sheet mark", "backgroundColor"),
        colour(page, "button.chip.supported:not(.current)", "color"),
    ]
    assert tuple(seen) == COLOURS[scheme]


def colour(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def test_the_verdict_is_told_by_the_edge_not_by_colour_alone(page: Page) -> None:
    ask(page, "When do sailings stop?")
    edges = [colour(page, f".chip.{verdict}", "borderTopStyle") for verdict in ("supported", "partly", "not-found")]
    assert edges == ["solid", "dashed", "dotted"]


def test_nothing_of_gradios_own_frame_is_seen(page: Page) -> None:
    assert page.title() == "Footnote"
    expect(page.locator("footer:visible")).to_have_count(0)
    expect(page.get_by_text("Built with Gradio")).to_have_count(0)
    expect(page.get_by_role("main")).to_have_count(1)


def test_what_is_said_from_right_to_left_is_ordered_so(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def hebrew(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
        cited = assistant.cite(1, "ferry.md", "In a gale")
        texts = ("המעבורת יוצאת בשעה שש.", "היא שטה מהר.")
        sentences = [Sentence(text, (cited,), Verdict.SUPPORTED) for text in texts]
        yield Finished(answer_of(assistant, question, sentences))

    monkeypatch.setitem(SCRIPTS, "מתי?", hebrew)
    ask(page, "מתי?")
    boxes = [page.locator(selector).bounding_box() for selector in (".sentence >> nth=0", ".sentence >> nth=1")]
    chip = page.locator(".sentence .chip").first.bounding_box()
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert chip is not None
    assert boxes[1]["x"] + boxes[1]["width"] <= boxes[0]["x"]
    assert chip["x"] < boxes[0]["x"] + boxes[0]["width"] / 2


PRIVATE = ("/gradio_api/file=/etc/hostname", "/docs", "/openapi.json", "/footnote/pages/../../../etc/hostname/1.png",
           "/footnote/pages/ferry.md/1.png", "/footnote/static/../app.py", "/gradio_api/monitoring")  # fmt: skip


@pytest.mark.parametrize("path", PRIVATE)
def test_no_other_file_and_no_list_of_addresses_is_served(chat: Chat, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(chat.address + path)
    assert refused.value.code in (401, 403, 404)
    refused.value.close()
