"""Two people at the real Footnote, each with a browser: what one adds is theirs until they show it, and again after."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ask, marked
from tests.browser.real import COMMAND, ENVIRONMENT, document_row, running
from tests.browser.test_library import choose
from tests.browser.test_login import log_in
from tests.people.test_accounts import PASSWORD
from tests.ui.pretend import FIXTURES

SURVEY = "Orchard Survey 2022"
QUESTION = "When is the second survey planned?"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    people = tmp_path / "people.jsonl"
    for name in ("ada", "bob"):
        add = [*COMMAND, "user", "add", name, "--auth-file", str(people), "--password-stdin"]
        subprocess.run(add, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True, env=ENVIRONMENT)
    with running(tmp_path / "home", tmp_path / "log", "--auth-file", str(people)) as address:
        yield address


def arrived(browser: Browser, address: str, name: str) -> Page:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(address)
    log_in(page, name)
    return page


def short_answer(page: Page) -> str:
    return page.locator("article").last.locator(".short-answer").inner_text()


def test_a_document_is_private_until_it_is_shown(browser: Browser, address: str) -> None:
    ada, bob = arrived(browser, address, "ada"), arrived(browser, address, "bob")
    ada.set_input_files("#picker", FIXTURES / "report.pdf")
    document_row(ada, SURVEY).wait_for()
    ask(ada, QUESTION)
    assert short_answer(ada) == "2025"
    bob.reload()
    ask(bob, QUESTION)
    assert short_answer(bob) == "Not found in the documents."
    expect(bob.locator("#documents")).to_have_text("No documents yet.")

    choose(ada, document_row(ada, SURVEY), "Show to everyone")
    expect(document_row(ada, SURVEY)).to_contain_text("seen by everyone")
    bob.reload()
    expect(document_row(bob, SURVEY)).to_contain_text("shared by ada")
    document_row(bob, SURVEY).hover()
    document_row(bob, SURVEY).locator('[data-action="document-menu"]').click()
    expect(bob.get_by_role("menuitem")).to_have_text(["Ask only this", "Open", "Download original"])
    bob.keyboard.press("Escape")
    bob.get_by_role("button", name="Ask again").click()
    expect(bob.locator("article .short-answer")).to_have_text("2025")
    bob.locator("button.chip").first.click()
    assert marked(bob) == "A second survey is planned for 2025."

    choose(ada, document_row(ada, SURVEY), "Show only to me")
    expect(document_row(ada, SURVEY)).not_to_contain_text("seen by everyone")
    bob.keyboard.press("Escape")
    bob.get_by_role("button", name="New conversation").click()
    ask(bob, QUESTION)
    assert short_answer(bob) == "Not found in the documents."
    ada.context.close()
    bob.context.close()
