"""The whole of Footnote in a browser: `footnote chat` on the sample documents, asked, and opened at its quotes."""

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

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ask, marked, ready

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "assistant.cli"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(home: Path, log: Path) -> Iterator[str]:
    """`footnote chat --samples` on ``home``; gives its address once it listens."""
    port = free_port()
    arguments = [*COMMAND, "chat", "--samples", "--home", str(home), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        log.open("w", encoding="utf-8") as written,
        subprocess.Popen(arguments, stdout=written, stderr=subprocess.STDOUT, env=environment) as chat,
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
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def open_chips(page: Page, answer: dict[str, Any]) -> None:
    """Open every citation of the last answer and see its very words marked."""
    cited = [citation for sentence in answer["sentences"] for citation in sentence["citations"]]
    chips = page.locator("article").last.locator("button.chip")
    assert chips.count() == len(cited) > 0
    for place, citation in enumerate(cited):
        chips.nth(place).click()
        page.locator("#sheet").get_by_text(citation["source"]).first.wait_for()
        assert marked(page).split() == citation["quote"].split()


@pytest.mark.parametrize("width", [1400, 400])
def test_the_sample_documents_answer_and_open(tmp_path: Path, browser: Browser, width: int) -> None:
    home = tmp_path / "home"
    with running(home, tmp_path / "first.log") as address:
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
    with running(home, tmp_path / "second.log"):
        assert "Taking in" not in (tmp_path / "second.log").read_text(encoding="utf-8")
