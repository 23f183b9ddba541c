"""Documents put on the shelf for the length of a test, and links to places in them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from playwright.sync_api import Page

from assistant.records import Source
from tests.browser.conftest import Chat
from tests.ui.pretend import FIXTURES

COLUMNS = ("Mountain", "Height in metres", "First ascent", "Climbers of the first ascent", "Country", "Ridge and camps")
PEAKS = "# Peaks\n\n| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS) + "\n"
ROW = (
    "| Mountain number {k} | {height} | {year} | Ida Wren and Mara Quill | Nepal and China | East ridge, {k} camps |\n"
)
PEAKS += "".join(ROW.format(k=k, height=8000 + k, year=1950 + k) for k in range(30))
NARROW = "# Tides\n\n| Month | High |\n|---|---|\n| May | 7.2 |\n"


@contextmanager
def shelved(chat: Chat, name: str, data: bytes) -> Iterator[Source]:
    """The document as a source, until the context ends."""
    source = chat.assistant.shelve(name, data)
    yield source
    chat.assistant.remove([source.id])


def many_pages(times: int) -> bytes:
    """A PDF in which the three pages of the report come again and again."""
    with pypdfium2.PdfDocument(FIXTURES / "report.pdf") as report, pypdfium2.PdfDocument.new() as made:
        for _ in range(times):
            made.import_pages(report)
        target = io.BytesIO()
        made.save(target)
        return target.getvalue()


def open_at(page: Page, chat: Chat, source: Source, start: int, end: int) -> None:
    """Open the app at a place by its link."""
    page.goto(f"{chat.address}/?source={source.id}&start={start}&end={end}")
    page.wait_for_selector("#sheet:not([hidden])")


def open_at_quote(page: Page, chat: Chat, source: Source, quote: str) -> None:
    """Open the app at the first place that says ``quote``."""
    start = chat.assistant.document(source.id).text.index(quote)
    open_at(page, chat, source, start, start + len(quote))


def in_the_middle(page: Page, selector: str) -> bool:
    """Whether an element comes to stand in the middle half of the sheet's body; what is drawn is scrolled to then."""
    for _ in range(40):
        if _is_in_the_middle(page, selector):
            return True
        page.wait_for_timeout(50)
    return False


def _is_in_the_middle(page: Page, selector: str) -> bool:
    return bool(
        page.evaluate(
            """(selector) => {
                const frame = document.getElementById("sheet-body").getBoundingClientRect();
                const box = document.querySelector(selector).getBoundingClientRect();
                const at = (box.top + box.height / 2 - frame.top) / frame.height;
                return at > 0.25 && at < 0.75;
            }""",
            selector,
        )
    )
