"""The page in a real Chromium, served by this process from an assistant in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, sync_playwright

from tests.serving import application, served
from tests.ui.pretend import PretendAssistant
from ui.choosing import choosing
from ui.watching import watching

EXAMPLES = ("When do sailings stop?", "What fuel does the ferry burn?", "Do bicycles travel free?")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Chat:
    """A served page: its address and the assistant behind it."""

    address: str
    assistant: PretendAssistant
    conversations: Path


@pytest.fixture(scope="package")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    assistant, kept = PretendAssistant(), tmp_path_factory.mktemp("home") / "conversations"
    routes = [watching(assistant), choosing(assistant)]
    with served(application(assistant, routes, examples=EXAMPLES, conversations=kept)) as address:
        yield Chat(address, assistant, kept)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the whole session: while Playwright runs, it holds this thread's event loop, which other tests use.
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield chromium
        chromium.close()


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, chat: Chat) -> Iterator[Opener]:
    """Opens the page in a browser of its own. Fails the test on a dialog, a script error or a foreign request."""
    shutil.rmtree(chat.conversations, ignore_errors=True)  # what earlier tests asked
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def foreign(request: Request) -> None:
        if not request.url.startswith((chat.address, "data:", "blob:")):
            faults.append(f"request to {request.url}")

    def spoken(dialog: Dialog) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def opened(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # Playwright's own options
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", spoken)
        page.on("pageerror", lambda error: faults.append(f"script error {error}"))
        page.on("request", foreign)
        page.goto(chat.address)
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(viewport={"width": 1400, "height": 900})


def ready(page: Page) -> None:
    """Wait until the page can be used."""
    page.wait_for_selector("#footnote.ready")
    page.wait_for_selector("#documents li", state="attached")


def ask(page: Page, question: str, until: str = ".reply.done") -> None:
    """Type a question, send it by keyboard, and wait for its answer."""
    count = page.locator("article").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.locator("article").nth(count).locator(until).wait_for()


def marked(page: Page) -> str:
    """The characters that are marked in the open sheet."""
    page.wait_for_selector("#sheet mark", state="attached")
    return "".join(page.locator("#sheet-body mark").all_text_contents())
