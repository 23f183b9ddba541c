from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Chat, Opener
from tests.browser.test_looks import SIDEWAYS
from tests.ui.adjusting import GOOD_ADDRESS, PretendSettings


@pytest.fixture(autouse=True)
def as_it_was(browser: Browser, chat: Chat) -> Iterator[None]:  # Gradio is built while the browser's loop runs
    yield
    chat.assistant.chosen = PretendSettings().chosen
    chat.assistant.keys.clear()


def open_settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.locator("#settings-form").wait_for()


def test_an_endpoint_is_tried_and_kept(page: Page, chat: Chat) -> None:
    open_settings(page)
    expect(page.get_by_label("Quoted from the documents")).to_be_checked()
    expect(page.get_by_label("Address", exact=True)).to_be_hidden()
    page.get_by_label("Written by a language model").check()
    page.get_by_label("Address", exact=True).fill("http://127.0.0.1:9/v1")
    page.get_by_label("Model", exact=True).fill("llama3.2")
    page.get_by_role("button", name="Test", exact=True).click()
    expect(page.locator("#trial")).to_contain_text("http://127.0.0.1:9/v1 cannot be reached")
    page.get_by_label("Address", exact=True).fill(GOOD_ADDRESS)
    page.get_by_role("button", name="Test", exact=True).click()
    expect(page.locator("#trial")).to_have_text('llama3.2 answered “ready <img src=x onerror="alert(7)">” after 0.4 s.')
    assert not chat.assistant.chosen.writes
    page.get_by_label("Key", exact=True).fill("sk-secret")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("It holds from the next question on.")
    assert (chat.assistant.chosen.writes, chat.assistant.chosen.model) == (True, "llama3.2")
    assert chat.assistant.keys == ["sk-secret"]
    page.reload()
    open_settings(page)
    expect(page.get_by_label("Written by a language model")).to_be_checked()
    expect(page.get_by_label("Key", exact=True)).to_have_value("")
    assert "sk-secret" not in page.content()
    page.get_by_role("button", name="Forget the key").click()
    expect(page.get_by_role("button", name="Forget the key")).to_have_count(0)
    assert chat.assistant.keys == ["sk-secret", ""]


def test_passages_and_strictness_are_chosen_with_the_keyboard(page: Page, chat: Chat) -> None:
    open_settings(page)
    page.get_by_label("Passages").fill("12")
    strictness = page.get_by_label("Strictness")
    strictness.focus()
    page.keyboard.press("End")
    expect(page.locator("#settings output")).to_have_text("100 %")
    page.get_by_label("Passages").press("Enter")
    expect(page.locator("#settings")).to_be_hidden()
    assert (chat.assistant.chosen.passages, chat.assistant.chosen.strictness) == (12, 1.0)


def test_what_cannot_be_used_is_told_in_the_dialog(page: Page, chat: Chat) -> None:
    open_settings(page)
    page.get_by_label("Written by a language model").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#settings-trouble")).to_contain_text("No language model is named.")
    page.keyboard.press("Escape")
    expect(page.locator("#settings")).to_be_hidden()
    expect(page.get_by_role("button", name="Settings")).to_be_focused()
    assert not chat.assistant.chosen.writes


def test_keys_of_the_page_rest_while_the_dialog_is_open(page: Page) -> None:
    open_settings(page)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_hidden()


def test_the_settings_fit_on_a_phone(open_page: Opener) -> None:
    page = open_page(viewport={"width": 400, "height": 800}, has_touch=True, is_mobile=True)
    open_settings(page)
    page.get_by_label("Written by a language model").check()
    assert page.evaluate(SIDEWAYS) == []
    box = page.locator("#settings").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 400
    assert page.locator("#settings").evaluate("(element) => element.scrollWidth <= element.clientWidth")
