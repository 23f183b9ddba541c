"""The whole of Footnote in a browser: `footnote chat` on the sample documents, asked, and opened at its quotes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.conftest import ask, ready
from tests.browser.real import asked_by_command, open_chips, running


def test_the_sample_documents_answer_and_open(tmp_path: Path, browser: Browser) -> None:
    home = tmp_path / "home"
    with running(home, tmp_path / "first.log", "--samples") as address:
        for width in (1400, 400):
            page = browser.new_page(viewport={"width": width, "height": 900})
            page.set_default_timeout(60_000)
            page.goto(address)
            ready(page)
            for question, wanted in (
                ("When did Perseverance land on Mars?", "18 February 2021"),
                ("How many people died in Turkey in the February 2023 earthquake?", "53,537"),
            ):
                ask(page, question)
                assert wanted in page.locator("article").last.inner_text()
                open_chips(page, asked_by_command(question, home))
                page.keyboard.press("Escape")
            page.context.close()
    with running(home, tmp_path / "second.log", "--samples"):
        assert "Taking in" not in (tmp_path / "second.log").read_text(encoding="utf-8")
