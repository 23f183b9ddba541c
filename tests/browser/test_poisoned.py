"""Poisoned documents in every format through the whole of Footnote: nothing of them runs, nothing is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.settings import Settings
from eval.cases import Case, Evidence
from eval.outcome import outcome
from eval.run import predict
from eval.summary import summarise
from eval.writing import write_index, write_run
from tests.browser.conftest import ask, marked, ready
from tests.poison import MAKERS, TOWNS, questions, write_poisoned
from tests.serving import application, served
from tests.sites import counted
from ui.evaluation import ADDRESS, evaluation

MANIFEST: dict[str, Any] = {"asked": "<script>window.ran=1</script>"}


@dataclass
class Scene:
    """The served page over poisoned documents, a site elsewhere that must stay uncalled, and what became known."""

    address: str
    assistant: LocalAssistant
    called: list[str]
    names: list[str]
    seen: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Scene]:
    folder = tmp_path_factory.mktemp("poisoned")
    with counted() as (site, called):
        names = write_poisoned(folder / "documents", site)
        assistant = build_assistant(Settings(home=folder / "home", mode="extractive"))
        failed = [event for event in assistant.add([folder / "documents"]) if hasattr(event, "reason")]
        assert failed == []
        write_report(assistant, folder / "home" / "runs", names)
        app = application(assistant, evaluation(folder / "home" / "runs"), examples=[names[0]])
        with served(app) as address:
            yield Scene(address, assistant, called, names)
        assistant.close()


def write_report(assistant: LocalAssistant, runs: Path, names: list[str]) -> None:
    """A run whose cases, documents and answers are poisoned, as ``footnote eval`` writes it."""
    cases = [
        Case(
            f"<img src=x onerror=window.ran=1>{town}",
            question,
            answers=(name,),
            documents=(name,),
            evidence=(Evidence(name),),
        )
        for town, question, name in zip(TOWNS, questions(), names, strict=True)
    ]
    outcomes = [outcome(*each) for each in predict(assistant, cases, lambda line: None)]
    write_run(runs / "one", outcomes, summarise(outcomes), [], MANIFEST)
    write_index(runs)


@pytest.fixture
def page(browser: Browser, scene: Scene) -> Iterator[Page]:
    """The page; afterwards nothing ran, no dialog opened, and no request went to another address."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    faults: list[str] = []

    def spoken(dialog: Any) -> None:
        faults.append(f"dialog {dialog.message}")
        dialog.dismiss()

    page.on("dialog", spoken)
    page.on("pageerror", lambda error: faults.append(f"script error {error}"))
    page.on("request", lambda request: scene.seen.append(request.url))
    yield page
    faults += [f"{frame.url} ran" for frame in page.frames if frame.evaluate("window.ran") is not None]
    faults += [url for url in scene.seen if not url.startswith((scene.address, "data:", "blob:"))]
    faults += scene.called
    context.close()
    assert faults == []


def test_every_format_is_there(scene: Scene) -> None:
    assert {name.rpartition(".")[2] for name in scene.names} == set(MAKERS)
    held = "".join(scene.assistant.document(source.id).text for source in scene.assistant.sources())
    for attack in (
        "<script>window.ran=1</script>",
        "onerror=window.ran=1",
        "![chart](http://",
        "javascript:window.ran",
    ):
        assert held.count(attack) >= len(MAKERS) // 2


def test_answers_sheets_and_the_list(page: Page, scene: Scene) -> None:
    page.goto(scene.address)
    ready(page)
    answered = 0
    for question in questions():
        ask(page, question)
        turn = page.locator("article").last
        for summary in turn.locator("summary").all():
            summary.click()
        chips = turn.locator("button.chip")
        for place in range(min(chips.count(), 3)):
            chips.nth(place).hover()
            chips.nth(place).click()
            assert marked(page)
            answered += 1
    assert answered >= len(MAKERS) - 2
    assert page.locator("#documents li").count() == len(MAKERS)
    assert "onerror=window.ran=1" in page.locator("#documents").inner_text()
    for link in page.locator("article a, #sheet a, #documents a").all():
        assert (link.get_attribute("href") or "").startswith(("/", "#", "./", scene.address))
    assert page.locator("article img, article svg image, article iframe, article object, #sheet iframe").count() == 0


def test_the_evaluation_pages(page: Page, scene: Scene) -> None:
    for address in (ADDRESS, f"{ADDRESS}one/report.html"):
        page.goto(f"{scene.address}{address}")
        for summary in page.locator("summary").all():
            summary.click()
        assert page.locator("script, iframe, object, img[src^=http]").count() == 0
    assert "onerror=window.ran=1" in page.locator("body").inner_text()
