from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.errors import LibraryUnreadable
from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from tests.ui.pages import page
from tests.ui.pretend import HOSTILE, PretendAssistant
from ui.documents import documents_html, files_html, view_files


def test_progress_only_grows_and_ends_ready() -> None:
    source = PretendAssistant().source("ferry.md")
    events: list[IngestEvent] = [
        Progress("ferry.md", "reading", 0, 1),
        Progress("ferry.md", "splitting", 0, 1),
        Progress("ferry.md", "embedding", 5, 20),
        Progress("ferry.md", "embedding", 20, 20),
        Progress("ferry.md", "storing", 0, 1),
        Added(source),
    ]
    states = [views[0] for views in view_files(["ferry.md"], events)]
    assert [state.share for state in states] == sorted(state.share for state in states)
    assert [state.words for state in states[:4]] == ["waiting", "reading", "splitting", "embedding 25 %"]
    assert (states[-1].words, states[-1].done, states[-1].share) == ("ready", True, 1.0)


def test_what_is_found_by_its_words_already_says_so() -> None:
    assistant = PretendAssistant()
    *_, last = view_files(
        ["a.txt"], [Progress("a.txt", "embedding", 2, 5, searchable=True), Failed("a.txt", "It broke.")]
    )
    states = list(view_files(["a.txt"], [Progress("a.txt", "embedding", 2, 5, searchable=True)]))
    assert [view.words for view in states[1]] == ["searchable, embedding 40 %"]
    assert [view.words for view in last] == ["failed: It broke."]
    [row] = page(documents_html([replace(assistant.source("ferry.md"), ready=False)])).all("li", "document")
    assert row.all(class_="quiet")[0].text == "searchable, embedding"


def test_a_file_that_fails_says_why_and_the_others_go_on() -> None:
    source = PretendAssistant().source("ferry.md")
    events: list[IngestEvent] = [Failed("bad.pdf", "It needs a password."), Unchanged("ferry.md", source)]
    *_, last = view_files(["bad.pdf", "ferry.md"], events)
    assert [(view.name, view.words, view.failed) for view in last] == [
        ("bad.pdf", "failed: It needs a password.", True),
        ("ferry.md", "already in the library", False),
    ]


def test_an_error_of_the_library_fails_every_file_that_was_not_done() -> None:
    def events() -> Iterator[IngestEvent]:
        yield Failed("a.txt", "It is empty.")
        raise LibraryUnreadable("The disk is full. Make room and add the file again.")

    *_, last = view_files(["a.txt", "b.txt"], events())
    assert [view.words for view in last] == [
        "failed: It is empty.",
        "failed: The disk is full. Make room and add the file again.",
    ]


def test_a_file_that_goes_by_another_name_in_the_end_does_not_wait_for_ever() -> None:
    source = PretendAssistant().source("ferry.md")
    *_, last = view_files(["copy.md"], [Progress("copy.md", "reading", 0, 1), Added(source)])
    assert [(view.name, view.done) for view in last] == [("ferry.md", True)]


def test_rows_say_what_a_document_is() -> None:
    rows = page(documents_html(PretendAssistant().sources())).all("li", "document")
    assert [row.all(class_="kind")[0].text for row in rows] == ["TXT", "MD", "TXT", "PDF"]
    assert rows[1].all(class_="quiet")[0].text.endswith(" B · 2024-11-30")
    assert rows[1].attributes["data-published"] == "2024-11-30"
    assert "its passage go;" in (rows[1].attributes["data-question"] or "")
    assert rows[3].all(class_="quiet")[0].text.startswith("1 page")
    assert rows[0].all("img") == []
    assert HOSTILE in rows[0].text
    assert page(documents_html([])).text == "No documents yet."


def test_the_progress_bar_is_readable_without_eyes() -> None:
    views = next(view_files([HOSTILE], []))
    row = page(files_html(views))
    bar = row.all(class_="progress")[0]
    assert (bar.attributes["role"], bar.attributes["aria-valuenow"]) == ("progressbar", "0")
    assert bar.attributes["aria-label"] == HOSTILE
    assert row.all("img") == []
