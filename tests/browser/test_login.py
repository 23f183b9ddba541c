"""Logging in and out in a browser, and that two people at one browser do not see each other's conversations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import ask, ready
from tests.people.test_accounts import PASSWORD
from tests.serving import application, served
from tests.ui.pretend import PretendAssistant
from tests.ui.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.made(tmp_path)


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(application(PretendAssistant(), login=site.login)) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(30_000)
    yield context
    context.close()


def log_in(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    ready(page)


def test_two_people_at_one_browser(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    log_in(page, "ada")
    assert page.inner_text("#account-name") == "ada"
    assert page.locator("#documents [data-id]").count() == 4
    ask(page, "When do sailings stop?")
    assert page.locator("#conversations").get_by_text("When do sailings stop?").count() == 1
    page.get_by_role("button", name="Log out").click()
    page.wait_for_selector("#password")
    assert "gale" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    log_in(page, "bob")
    assert page.inner_text("#account-name") == "bob"
    assert page.locator("#documents [data-id]").count() == 0
    assert page.locator("#conversations").get_by_text("When do sailings stop?").count() == 0
    page.get_by_role("button", name="Log out").click()
    log_in(page, "ada")
    assert page.locator("article").get_by_text("In a gale above force nine").count() > 0


def test_what_somebody_left_in_a_browser_goes_when_another_logs_in(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address)
    log_in(page, "ada")
    ask(page, "When do sailings stop?")
    page.wait_for_function("() => !/unsent\":{\"/.test(JSON.stringify(localStorage).replaceAll('\\\\', ''))")
    adas = page.url
    context.clear_cookies()  # the session ends without logging out
    page.goto(adas)
    assert "gale" in page.evaluate("JSON.stringify(localStorage)")
    log_in(page, "bob")
    assert "gale" not in page.evaluate("JSON.stringify(localStorage)")
    assert page.locator("article").count() == 0
    page.wait_for_selector("#notice:not([hidden])")
    context.clear_cookies()
    page.goto(adas)
    log_in(page, "ada")
    page.locator("article").get_by_text("In a gale above force nine").first.wait_for()
    assert page.url == adas


def test_a_session_that_ends_under_an_open_page(context: BrowserContext, address: str, site: Site) -> None:
    page = context.new_page()
    page.goto(address)
    log_in(page, "ada")
    site.file.remove("ada")
    page.fill("#question", "When do sailings stop?")
    page.press("#question", "Enter")
    page.get_by_text("You are logged out.").first.wait_for()
    page.wait_for_function("document.getElementById('question').value === 'When do sailings stop?'")
    page.reload()
    page.wait_for_selector("#password")


def test_logging_in_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/footnote/evaluation/")
    page.fill("#name", "ada")
    page.fill("#password", "a wrong one")
    page.press("#password", "Enter")
    page.get_by_role("alert").get_by_text("The name or the password is wrong.").wait_for()
    assert page.input_value("#name") == "ada"
    assert page.evaluate("document.activeElement.id") == "password"
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/footnote/evaluation/")
    context.close()
