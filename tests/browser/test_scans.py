"""A picture of a page, brought by the browser: read and marked where recognition is installed, else told how."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.reading.render import page_png
from assistant.reading.scans import can_recognise
from tests.browser.conftest import ask, marked, ready
from tests.browser.real import running, words_under_boxes
from tests.ui.pretend import FIXTURES

PDF = FIXTURES / "lighthouse.pdf"
QUESTION = "How many winters did the lighthouse at Skerrow stand dark?"


@pytest.mark.skipif(not can_recognise(), reason="needs pip install 'footnote[ocr]'")
def test_a_quote_is_marked_on_the_picture_of_its_page(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(page_png(PDF.read_bytes(), 1, 2.0))
    with running(tmp_path / "home", tmp_path / "log") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        ready(page)
        page.set_input_files("#picker", tmp_path / "scan.png")
        expect(page.locator("#documents .document")).to_have_count(1, timeout=120_000)
        ask(page, QUESTION)
        expect(page.locator("article .short-answer")).to_have_text("eleven")
        page.locator("button.chip").first.click()
        assert "stood dark for eleven winters" in " ".join(marked(page).split())
        # The picture was made from this PDF, so its words are known, and where they stand.
        assert words_under_boxes(page, PDF) == marked(page).split()


@pytest.mark.skipif(can_recognise(), reason="with footnote[ocr] it is read")
def test_without_recognition_it_says_how_to_get_it(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "home", tmp_path / "log") as address, browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        ready(page)
        page.set_input_files("#picker", FIXTURES / "image-only.pdf")
        failed = page.locator("#files li.failed")
        expect(failed).to_contain_text("pip install 'footnote[ocr]'", timeout=60_000)
        failed.get_by_role("button", name="Close").click()
        expect(page.locator("#documents")).to_have_text("No documents yet.")
