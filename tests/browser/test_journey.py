"""One person's day with the real Footnote: files in, questions, quotes, a restart, an export, and files out again.

Nothing is pretended here: `footnote chat` runs as a process of its own on an empty home, and Chromium is the only hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ask, marked, ready
from tests.browser.real import (
    asked_by_command,
    cited,
    document_row,
    free_port,
    open_chips,
    running,
    words_under_boxes,
)
from tests.browser.test_asking import edit
from tests.browser.test_library import choose
from tests.endpoint import ScriptedEndpoint, endpoint, says
from tests.ui.pretend import FIXTURES

__all__ = ["endpoint"]
PDF, DOCX = FIXTURES / "report.pdf", FIXTURES / "lighthouse.docx"
SURVEY, LIGHT = "Orchard Survey 2022", "The Keepers of Skerrow Light"
SECOND = "When is the second survey planned?"
BOARD = "Who chairs the harbour board?"


class Person:
    """Somebody with a browser and a Footnote of their own; the browser outlives the server."""

    def __init__(self, browser: Browser, folder: Path, width: int = 1400) -> None:
        self.folder, self.home, self.port = folder, folder / "home", free_port()
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        context.set_default_timeout(60_000)
        self.page = context.new_page()

    def server(self) -> object:
        return running(self.home, self.folder / "chat.log", port=self.port)

    def come(self) -> Page:
        self.page.goto(f"http://127.0.0.1:{self.port}")
        ready(self.page)
        return self.page

    def bring(self, *files: Path) -> None:
        """Add files, and wait until they are in the list."""
        self.page.set_input_files("#picker", files)
        expect(self.page.locator("#files li")).to_have_count(0, timeout=120_000)

    def last_answer(self) -> str:
        return self.page.locator("article").last.locator(".reply").inner_text()


@pytest.fixture
def person(browser: Browser, tmp_path: Path) -> Iterator[Person]:
    somebody = Person(browser, tmp_path)
    yield somebody
    somebody.page.context.close()


def test_a_day_with_documents(person: Person, endpoint: ScriptedEndpoint) -> None:
    with person.server():
        page = person.come()
        expect(page.locator("#documents")).to_have_text("No documents yet.")
        expect(page.get_by_text("Try one of these")).to_be_hidden()
        person.bring(PDF, DOCX)
        expect(document_row(page, SURVEY)).to_contain_text("3 pages")
        expect(document_row(page, LIGHT)).to_contain_text("kB")
        the_quotes_are_marked_where_they_stand(person)
        a_follow_up_keeps_its_subject(person)
        stopping_keeps_what_was_written(person, endpoint)
        an_edited_question_is_asked_instead(person)
        before = shown_turns(page)
        page.reload()
        ready(page)
        assert shown_turns(page) == before
    with person.server():
        page = person.come()
        expect(page.locator("article")).to_have_count(4)
        assert shown_turns(page) == before
        the_export_has_numbered_references(person)
        what_is_added_again_is_there_once(person)
        what_is_removed_answers_no_more(person)
    with person.server():
        page = person.come()
        expect(page.locator("#documents .document")).to_have_count(1)
        page.get_by_role("button", name="New conversation").click()
        ask(page, SECOND)
        assert "2025" not in person.last_answer()


def shown_turns(page: Page) -> list[str]:
    """What was asked and answered; the questions that are offered next are not kept with a conversation."""
    return page.locator("#turns article > :not(.next)").evaluate_all("parts => parts.map(part => part.outerHTML)")


def the_quotes_are_marked_where_they_stand(person: Person) -> None:
    page = person.page
    ask(page, SECOND)
    expect(page.locator("article .short-answer")).to_have_text("2025")
    answer = asked_by_command(SECOND, person.home)
    open_chips(page, answer)
    [citation] = cited(answer)
    assert citation["source"] == "report.pdf"
    assert words_under_boxes(page, PDF) == citation["quote"].split()
    expect(page.locator(".page-of")).to_have_text(f"page {citation['page']} of 3")
    page.keyboard.press("Escape")
    ask(page, BOARD)
    expect(page.locator("article").last.locator(".short-answer")).to_have_text("Ilse Varn")
    open_chips(page, asked_by_command(BOARD, person.home))
    expect(page.locator("#sheet-title")).to_have_text(LIGHT)
    page.keyboard.press("Escape")


def a_follow_up_keeps_its_subject(person: Person) -> None:
    page = person.page
    ask(page, "What did Petra Holm say about the valley?")
    ask(page, "What did she propose?")
    searched = "Searched for: What did she propose (Petra Holm)?"
    expect(page.locator("article").last.locator(".searched")).to_have_text(searched)
    assert "the school should take over two of the older orchards" in person.last_answer()


def stopping_keeps_what_was_written(person: Person, endpoint: ScriptedEndpoint) -> None:
    """With a language model that is named, tried and saved on the settings page, and given up again after it."""
    page = person.page
    open_settings(page)
    page.get_by_label("Written by a language model").check()
    page.get_by_label("Address", exact=True).fill(endpoint.url)
    page.get_by_label("Model", exact=True).fill("scripted")
    endpoint.will(says("ready"))
    page.get_by_role("button", name="Test", exact=True).click()
    expect(page.locator("#trial")).to_contain_text("scripted answered “ready”", timeout=60_000)
    save(page)
    endpoint.will(says("rewritten question about apple trees"), says("The number of apple trees ", ending="stall"))
    ask(page, "How far did the number of apple trees fall?", until=".reply.writing")
    page.get_by_role("button", name="Stop").click()
    stopped = page.locator("article").last.locator(".reply.stopped")
    expect(stopped).to_contain_text("The number of apple trees")
    expect(stopped).to_contain_text("it was not checked against the documents")
    open_settings(page)
    page.get_by_label("Quoted from the documents").check()
    save(page)


def open_settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.locator("#settings-form").wait_for()


def save(page: Page) -> None:
    """Save the settings, and wait until they hold."""
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#settings")).to_be_hidden()


def an_edited_question_is_asked_instead(person: Person) -> None:
    page = person.page
    edit(page, 4, "How much do copies of the maps cost?")
    expect(page.locator("article").nth(4).locator(".short-answer")).to_have_text("four crowns")
    expect(page.locator("#conversations li")).to_have_count(1)
    edit(page, 3, "Where are the maps kept?")  # an earlier one: a branch, and the conversation so far stays
    expect(page.locator("article").nth(3).locator(".short-answer")).to_contain_text("parish office")
    expect(page.locator("article")).to_have_count(4)
    expect(page.locator("#conversations li")).to_have_count(2)


def the_export_has_numbered_references(person: Person) -> None:
    page = person.page
    [citation] = cited(asked_by_command(SECOND, person.home))
    where = f"characters {citation['start']} to {citation['end']}"
    for form in ("Save as Markdown", "Save as a page to print", "Save as JSON"):
        row = page.locator("#conversations li").filter(has=page.locator("[aria-current]"))
        row.hover()
        row.get_by_role("button").last.click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=form).click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert citation["quote"] in text
        if form == "Save as JSON":
            assert len(json.loads(text)["turns"]) == 4
            continue
        assert "References" in text
        assert where in text
        assert f"page {citation['page']}" in text
        assert "SHA-256" in text


def what_is_added_again_is_there_once(person: Person) -> None:
    person.bring(DOCX)
    expect(person.page.locator("#notice")).to_contain_text("“lighthouse.docx” is in the library already")
    expect(person.page.locator("#documents .document")).to_have_count(2)


def what_is_removed_answers_no_more(person: Person) -> None:
    page = person.page
    row = document_row(page, SURVEY)
    choose(page, row, "Remove")
    row.get_by_role("button", name="Remove", exact=True).click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="New conversation").click()
    ask(page, SECOND)
    expect(page.locator("article .short-answer")).to_have_text("Not found in the documents.")
    assert "2025" not in person.last_answer()
    assert SURVEY not in person.last_answer()
    assert "report.pdf" not in person.last_answer()
    ask(page, BOARD)
    assert "Ilse Varn" in person.last_answer()


def test_a_long_document_is_asked_while_it_is_being_embedded(person: Person, tmp_path: Path) -> None:
    lines = [
        f"Berth {k} was leased to company {k} of the outer harbour in the year {1900 + k % 90}." for k in range(6000)
    ]
    lines[4000] = "The dredger Halcyon was sold to Rowena Achterberg for 318 guilders."
    (tmp_path / "ledger.txt").write_text("\n\n".join(lines), encoding="utf-8")
    with person.server():
        page = person.come()
        page.set_input_files("#picker", tmp_path / "ledger.txt")
        row = page.locator("#files li")
        expect(row).to_contain_text("searchable, embedding", timeout=60_000)
        shares = [int(row.get_by_role("progressbar").get_attribute("aria-valuenow") or 0)]
        ask(page, "Who was the dredger Halcyon sold to?")
        assert "Rowena Achterberg" in person.last_answer()
        expect(row).to_contain_text("searchable, embedding")  # it is still on its way
        shares.append(int(row.get_by_role("progressbar").get_attribute("aria-valuenow") or 0))
        assert shares == sorted(shares)
        page.locator("button.chip").first.click()
        assert marked(page) == lines[4000]


def test_the_same_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    person = Person(browser, tmp_path, width=400)
    with person.server():
        page = person.come()
        page.get_by_role("button", name="Show library").click()
        person.bring(PDF)
        page.get_by_role("button", name="Close").click()
        ask(page, SECOND)
        open_chips(page, asked_by_command(SECOND, person.home))
        assert words_under_boxes(page, PDF) == "A second survey is planned for 2025.".split()
        page.get_by_role("button", name="Close").click()
        page.get_by_role("button", name="Show library").click()
        row = document_row(page, SURVEY)
        choose(page, row, "Remove")
        row.get_by_role("button", name="Remove", exact=True).click()
        expect(row).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("article .short-answer")).to_have_text("Not found in the documents.")
    person.page.context.close()
