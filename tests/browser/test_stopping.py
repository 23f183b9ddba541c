"""Stopping while a language model is silent, and going away from it: its endpoint hears of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import build_assistant
from assistant.settings import Settings
from tests.browser.conftest import ask, ready
from tests.e2e.conftest import write_documents
from tests.endpoint import ScriptedEndpoint, endpoint, says
from tests.serving import application, served

__all__ = ["endpoint"]
QUESTION = "How much did the ferry cost?"
SOON = 2.0  # seconds; the endpoint itself would be waited for two minutes


@pytest.fixture
def page(tmp_path: Path, endpoint: ScriptedEndpoint, browser: Browser) -> Iterator[Page]:
    settings = Settings(
        home=tmp_path / "home", model="scripted", openai_base_url=endpoint.url, openai_api_key="k", model_timeout=120.0
    )
    writer = build_assistant(settings)
    list(writer.add([write_documents(tmp_path / "documents")]))
    with served(application(writer)) as address:
        page = browser.new_page()
        page.goto(address)
        ready(page)
        yield page
        page.context.close()
    writer.close()


def test_stop_hangs_up_and_keeps_what_was_written(page: Page, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("The ferry cost ", "4.2 million", ending="stall"))
    ask(page, QUESTION, until=".reply.writing")
    expect(page.locator(".reply .sentences")).to_contain_text("The ferry cost 4.2 million")
    page.get_by_role("button", name="Stop").click()
    assert endpoint.hung_up.wait(SOON)
    expect(page.locator(".reply.stopped .sentences")).to_have_text("The ferry cost 4.2 million")
    endpoint.will(says("The ferry cost 4.2 million kroner [1]."))
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".reply.done .sentences")).to_contain_text("4.2 million kroner.")
    assert len(endpoint.requests) == 2


def test_stop_hangs_up_before_the_first_word(page: Page, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says(ending="mute"))
    ask(page, QUESTION, until=".reply.reading")
    page.wait_for_timeout(1500)  # signs of life of a silent question change nothing on the page
    expect(page.locator("article .reply.reading")).to_have_count(1)
    page.keyboard.press("Escape")
    assert endpoint.hung_up.wait(SOON)
    expect(page.locator("article .reply.stopped")).to_contain_text("Stopped before an answer was written.")
    assert len(endpoint.requests) == 1


def test_closing_the_page_hangs_up(page: Page, endpoint: ScriptedEndpoint) -> None:
    endpoint.will(says("The ferry ", ending="stall"))
    ask(page, QUESTION, until=".reply.writing")
    page.close()
    assert endpoint.hung_up.wait(2 * SOON)
