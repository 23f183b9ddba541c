"""What can be done with documents beside adding and removing: ask some of them, find, save, drop folders, try again."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from assistant.events import Added, IngestEvent
from assistant.records import Filters
from tests.browser.conftest import Chat, Opener, ask, ready
from tests.browser.test_library import choose, file

LIGHTHOUSE = "The Keepers of Skerrow Light"


@pytest.fixture
def reports(chat: Chat) -> Iterator[list[str]]:
    """Six more documents, of six years: enough for a field to find in."""
    names = [f"report-{year}.txt" for year in range(2015, 2021)]
    for name in names:
        chat.assistant.shelve(name, f"Annual {name}.".encode(), published=date(int(name[7:11]), 3, 1))
    yield names
    for name in set(names) & {source.name for source in chat.assistant.sources()}:
        chat.assistant.remove([name])


def test_only_what_is_chosen_is_asked_and_asked_again(page: Page, chat: Chat) -> None:
    ferry, lighthouse = chat.assistant.source("ferry.md"), chat.assistant.source("lighthouse.pdf")
    choose(page, page.locator("#documents li", has_text=LIGHTHOUSE), "Ask only this")
    expect(page.locator("#question")).to_be_focused()
    chip = page.get_by_role("group", name="What the question is asked of").get_by_role("button")
    expect(chip).to_have_text(f"Only “{LIGHTHOUSE}”")
    ask(page, "When do sailings stop?")
    assert chat.assistant.filters[-1] == Filters(frozenset({lighthouse.id}))
    expect(page.locator(".scope-line")).to_have_text(f"Asked only “{LIGHTHOUSE}”")
    page.get_by_role("checkbox", name=f"Ask only {ferry.title}").check()
    expect(chip).to_have_text("Only 2 documents")
    chip.click()
    expect(chip).to_have_count(0)
    assert page.locator("#documents input:checked").count() == 0
    asked = len(chat.assistant.filters)
    page.locator('[data-action="retry"]').click()
    expect(page.locator("article .reply.done")).to_have_count(1)
    page.wait_for_function("() => !document.getElementById('footnote').classList.contains('asking')")
    assert chat.assistant.filters[asked:] == [Filters(frozenset({lighthouse.id}))]
    ask(page, "When do sailings stop?")
    assert chat.assistant.filters[-1] == Filters()


def test_what_was_asked_of_whom_is_there_after_a_reload(page: Page) -> None:
    choose(page, page.locator("#documents li", has_text=LIGHTHOUSE), "Ask only this")
    ask(page, "When do sailings stop?")
    page.reload()
    ready(page)
    expect(page.locator(".scope-line")).to_have_text(f"Asked only “{LIGHTHOUSE}”")
    expect(page.locator("#scope")).to_be_hidden()


def test_a_time_of_publication_can_be_asked(page: Page, chat: Chat, reports: list[str]) -> None:
    page.reload()
    ready(page)
    page.get_by_role("button", name="Ask by date of publication").click()
    page.get_by_label("Published from").fill("2016-01-01")
    page.get_by_label("to", exact=True).fill("2017-12-31")
    chip = page.locator("#scope-dates")
    expect(chip).to_have_text("Published Jan 1, 2016 to Dec 31, 2017 · 2 of 10 documents")
    ask(page, "When do sailings stop?")
    assert chat.assistant.filters[-1] == Filters(frozenset(), date(2016, 1, 1), date(2017, 12, 31))
    page.get_by_label("to", exact=True).fill("2016-01-02")
    expect(chip).to_have_text("Published Jan 1, 2016 to Jan 2, 2016 · no document")
    chip.click()
    expect(chip).to_be_hidden()
    assert page.get_by_label("Published from").input_value() == ""


def test_many_documents_can_be_found_by_name(page: Page, reports: list[str]) -> None:
    field = page.get_by_label("Find a document")
    expect(field).to_be_hidden()
    page.reload()
    ready(page)
    field.fill("2019 report")
    expect(page.locator("#documents li:visible")).to_have_count(1)
    expect(page.locator("#documents-found")).to_have_text("1 of 10 documents")
    field.press("Escape")
    expect(page.locator("#documents li:visible")).to_have_count(10)


def test_the_original_is_saved_under_its_name(page: Page) -> None:
    with page.expect_download() as begun:
        choose(page, page.locator("#documents li", has_text=LIGHTHOUSE), "Download original")
    assert begun.value.suggested_filename == "lighthouse.pdf"
    assert Path(begun.value.path()).read_bytes().startswith(b"%PDF-")


def test_a_folder_is_dropped_with_what_lies_below_it(page: Page, chat: Chat, tmp_path: Path) -> None:
    folder = tmp_path / "harbour"
    (folder / "2020").mkdir(parents=True)
    for name in ("tides.txt", "2020/bar.txt", ".hidden.txt", "~$tides.docx", "photo.raw"):
        (folder / name).write_text(f"All about {name}.")
    drop(page, folder)
    expect(page.locator("#documents li", has_text="harbour/2020/bar.txt")).to_have_count(1)
    expect(page.locator("#documents li", has_text="harbour/tides.txt")).to_have_count(1)
    expect(page.locator("#files li")).to_have_count(0)
    expect(page.locator("#notice")).to_have_text("3 files of kinds that are not read were left out.")
    names = {source.name for source in chat.assistant.sources() if source.name.startswith("harbour/")}
    assert names == {"harbour/2020/bar.txt", "harbour/tides.txt"}
    chat.assistant.remove(names)


def drop(page: Page, path: Path) -> None:
    """Drop a file or a folder of this machine on the page, as the system does it."""
    client = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        client.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 300, "data": data})


def test_a_folder_is_chosen(page: Page, chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    (tmp_path / "harbour" / "tides.txt").write_text("High water at six.")
    page.set_input_files("#folder-picker", tmp_path / "harbour")
    expect(page.locator("#documents li", has_text="harbour/tides.txt")).to_have_count(1)
    chat.assistant.remove(["harbour/tides.txt"])


def test_an_upload_that_breaks_off_is_tried_again(page: Page, chat: Chat) -> None:
    page.route("**/uploads", lambda route: route.abort())
    page.set_input_files("#picker", [file("tides.txt", "High water at six.")])
    failed = page.locator("#files li.failed")
    expect(failed).to_contain_text("failed: the file did not arrive.")
    page.unroute("**/uploads")
    failed.get_by_role("button", name="Try again").click()
    expect(page.locator("#documents li", has_text="tides.txt")).to_have_count(1)
    expect(page.locator("#files li")).to_have_count(0)
    chat.assistant.remove(["tides.txt"])


def test_the_same_file_from_two_tabs_comes_in_from_both(
    open_page: Opener, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go, add = threading.Event(), threading.Event(), chat.assistant.add
    added: list[str] = []

    def slowly(paths: Iterable[Path | str], names: Iterable[str] | None = None) -> Iterator[IngestEvent]:
        begun.set()
        go.wait(30)
        for event in add(paths, names):
            added.extend([event.source.name] if isinstance(event, Added) else [])
            yield event

    monkeypatch.setattr(chat.assistant, "add", slowly)
    one, other = open_page(), open_page()
    one.set_input_files("#picker", [file("tides.txt", "High water at six.")])
    assert begun.wait(30)
    with other.expect_response(lambda response: "/queue/join" in response.url):
        other.set_input_files("#picker", [file("tides.txt", "High water at six.")])
    go.set()
    for page in (one, other):
        expect(page.locator("#documents li", has_text="tides.txt")).to_have_count(1)
        expect(page.locator("#files li")).to_have_count(0)
    assert added == ["tides.txt", "tides.txt"]
    chat.assistant.remove(["tides.txt"])


def test_how_much_of_a_file_has_gone_is_told(page: Page, chat: Chat) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/uploads", hold)
    page.set_input_files("#picker", [file("tides.txt", "High water at six.")])
    row = page.locator("#files li")
    expect(row).to_contain_text("uploading")
    expect(row.get_by_role("progressbar", name="tides.txt")).to_have_count(1)
    held[0].continue_()
    expect(page.locator("#documents li", has_text="tides.txt")).to_have_count(1)
    chat.assistant.remove(["tides.txt"])


def test_a_file_that_is_too_large_is_not_sent(page: Page) -> None:
    page.evaluate("import('/footnote/static/page.js').then((page) => (page.gradio.uploadLimit = 0.00001))")
    page.set_input_files("#picker", [file("tides.txt", "High water at six.")])
    failed = page.locator("#files li.failed")
    expect(failed).to_contain_text("failed: it is larger than 0.00001 MB")
    failed.get_by_role("button", name="Close").click()
    expect(page.locator("#files li")).to_have_count(0)


def test_what_is_still_being_taken_in_says_so_until_it_is_ready(page: Page, chat: Chat) -> None:
    source = chat.assistant.shelve("tides.txt", b"High water at six.")
    _, document, data = chat.assistant.shelf[source.id]
    chat.assistant.shelf[source.id] = replace(source, ready=False), document, data
    page.reload()
    ready(page)
    row = page.locator("#documents li", has_text="tides.txt")
    expect(row).to_contain_text("searchable, embedding")
    chat.assistant.shelf[source.id] = source, document, data
    expect(row).to_contain_text("18 B")
    chat.assistant.remove(["tides.txt"])


def test_the_menu_is_worked_by_keys(open_page: Opener) -> None:
    page = open_page(viewport={"width": 1400, "height": 900})
    more = page.get_by_role("button", name=f"More for {LIGHTHOUSE}")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Ask only this")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_have_text(LIGHTHOUSE)
    page.keyboard.press("Escape")
    box = page.get_by_role("checkbox", name=f"Ask only {LIGHTHOUSE}")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#scope-chosen")).to_have_text(f"Only “{LIGHTHOUSE}”")
