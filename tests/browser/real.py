"""The real thing in a browser: `footnote chat` as a process, what its answers quote, and the words under the marker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from playwright.sync_api import Locator, Page

from tests.browser.conftest import marked

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "assistant.cli"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}

# Where the boxes of the quote lie on their page, in fractions of it: page, left, top, right, bottom.
BOXES = """(boxes) => boxes.map((box) => {
    const sheet = box.closest("figure").querySelector("img").getBoundingClientRect();
    const own = box.getBoundingClientRect();
    return [Number(box.closest("figure").dataset.page), (own.left - sheet.left) / sheet.width,
        (own.top - sheet.top) / sheet.height, (own.right - sheet.left) / sheet.width,
        (own.bottom - sheet.top) / sheet.height];
})"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(home: Path, log: Path, *arguments: str, port: int = 0) -> Iterator[str]:
    """`footnote chat` on ``home``; gives its address once it listens. Ends it as Ctrl+C's sibling, SIGTERM, does."""
    port = port or free_port()
    command = [*COMMAND, "chat", "--home", str(home), "--port", str(port), *arguments]
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT, env=ENVIRONMENT) as chat,
    ):
        try:
            until = time.monotonic() + 240
            while f"http://127.0.0.1:{port}" not in log.read_text(encoding="utf-8"):
                assert chat.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < until, log.read_text(encoding="utf-8")
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            chat.terminate()


def asked_by_command(question: str, home: Path) -> dict[str, Any]:
    """The answer to the same question from the command line, which works through the running chat."""
    ran = subprocess.run(
        [*COMMAND, "ask", question, "--json", "--home", str(home)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env=ENVIRONMENT,
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def cited(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Every citation of an answer, in the order of its chips."""
    return [citation for sentence in answer["sentences"] for citation in sentence["citations"]]


def open_chips(page: Page, answer: dict[str, Any]) -> None:
    """Open every citation of the last answer's sentences and see its very words marked."""
    citations = cited(answer)
    chips = page.locator("article").last.locator(".sentence button.chip")
    assert chips.count() == len(citations) > 0
    for place, citation in enumerate(citations):
        chips.nth(place).click()
        page.locator("#sheet").get_by_text(citation["source"]).first.wait_for()
        assert marked(page).split() == citation["quote"].split()


def words_under_boxes(page: Page, pdf: Path) -> list[str]:
    """The words of a PDF that lie under the marker on the open sheet, as another reader of the file finds them."""
    page.locator("#sheet .box").first.wait_for()
    words: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, left, top, right, bottom in page.locator("#sheet .box").evaluate_all(BOXES):
            sheet = document[number - 1]
            width, height = sheet.get_size()
            sides = left * width, (1 - bottom) * height, right * width, (1 - top) * height
            words += sheet.get_textpage().get_text_bounded(*sides).split()
    return words


def document_row(page: Page, title: str) -> Locator:
    return page.locator("#documents li", has_text=title)
