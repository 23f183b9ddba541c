"""An axe-core audit of every state of the page, light and dark: no violation that is serious or critical."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette

from eval.command import add_arguments, run
from tests.browser.conftest import Chat, Opener, ask
from tests.browser.paper import PEAKS, open_at_quote, shelved
from tests.eval.tiny import CASES, REPLIES, TinyAssistant, write_documents
from tests.serving import application, served
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site
from ui.evaluation import ADDRESS, evaluation

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
QUESTION = "When do sailings stop?"


def grave(page: Page) -> list[str]:
    """The violations that keep somebody out: what is wrong, and with which element."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def empty(page: Page) -> None:
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#documents li").first).to_be_visible()


def answered(page: Page) -> None:
    ask(page, QUESTION)
    page.get_by_text("Why this answer").click()


def found(page: Page, chip: int, sought: str) -> None:
    """A source that an answer cites, with hits of what is sought in it."""
    ask(page, QUESTION)
    page.locator("button.chip").nth(chip).click()
    page.wait_for_selector("#sheet:not([hidden])")
    page.keyboard.press("f")
    page.keyboard.type(sought)
    expect(page.locator(".hit.current")).to_have_count(1)


def with_source(page: Page) -> None:
    found(page, 1, "crossing")


def with_pages(page: Page) -> None:
    found(page, 2, "light")


def with_card(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("button.chip").first.hover()
    page.locator("#card mark").wait_for()


def refused(page: Page) -> None:
    ask(page, "What fuel does the ferry burn?")


def failed(page: Page) -> None:
    ask(page, "unavailable", until=".reply.failed")


def editing(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("article").hover()
    page.get_by_role("button", name="Edit question").click()
    page.locator("article textarea").wait_for()


def helped(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#help[open]").wait_for()


def choosing(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.locator("#settings-form").wait_for()
    page.get_by_label("Written by a language model").check()


def with_menu(page: Page) -> None:
    page.locator('#documents [data-action="document-menu"]').first.click()
    page.get_by_role("menu").wait_for()


def removing(page: Page) -> None:
    with_menu(page)
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("alertdialog").wait_for()


STATES = (empty, answered, with_source, with_pages, with_card, refused, failed, editing, helped, choosing)
STATES += (with_menu, removing)


@SCHEMES
@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_page_keeps_anybody_out(open_page: Opener, scheme: str, state: Callable[[Page], None]) -> None:
    page = open_page(viewport={"width": 1400, "height": 900}, color_scheme=scheme)
    state(page)
    assert grave(page) == []


def test_the_audit_sees_a_field_without_a_name(page: Page) -> None:
    page.locator("#question").evaluate(
        "(box) => ['aria-label', 'placeholder'].map((name) => box.removeAttribute(name))"
    )
    assert [violation.split(":")[0] for violation in grave(page)] == ["label"]


@SCHEMES
def test_nor_does_a_wide_table_on_a_phone(open_page: Opener, chat: Chat, scheme: str) -> None:
    page = open_page(viewport={"width": 400, "height": 800}, color_scheme=scheme)
    with shelved(chat, "peaks.md", PEAKS.encode()) as source:
        open_at_quote(page, chat, source, "East ridge, 17 camps")
        page.locator(".wide mark").wait_for()
        assert grave(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show library").click()
    assert grave(page) == []


@SCHEMES
def test_nor_does_the_evaluation(browser: Browser, tmp_path: Path, scheme: str) -> None:
    runs = evaluated(tmp_path)
    with (
        served(Starlette(routes=evaluation(runs))) as address,
        browser.new_context(color_scheme=scheme) as context,  # type: ignore[arg-type]  # one of Playwright's words
    ):
        page = context.new_page()
        for path in ("", "one/report.html"):  # each leads back
            page.goto(f"{address}{ADDRESS}{path}")
            for summary in page.locator("summary:visible").all():
                summary.click()
            expect(page.get_by_role("link", name="Back to the chat")).to_have_attribute("href", "/")
            assert grave(page) == []


@SCHEMES
def test_nor_does_the_login(browser: Browser, tmp_path: Path, scheme: str) -> None:
    with (
        served(application(PretendAssistant(), login=Site.made(tmp_path).login)) as address,
        browser.new_context(color_scheme=scheme) as context,  # type: ignore[arg-type]  # one of Playwright's words
    ):
        page = context.new_page()
        page.goto(address)
        page.locator("#password").wait_for()
        assert grave(page) == []


def evaluated(folder: Path) -> Path:
    """A folder of runs with one in it."""
    (folder / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    documents = write_documents(folder / "documents")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    given = ["--cases", folder / "cases.jsonl", "--documents", documents, "--out", folder / "runs" / "one"]
    assert run(parser.parse_args(list(map(str, given))), lambda home: TinyAssistant(REPLIES)) == 0
    return folder / "runs"
