"""Web pages in the library: by their address, once, and as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.incoming import Incoming, fetch_page, find_files
from assistant.ingest import ingest
from assistant.library import Library
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.web import ARTICLE, InventedWeb, Reply, leads_to, served

CLOCK = "http://site.example/clock"


@pytest.fixture
def web() -> Iterator[InventedWeb]:
    with served() as invented:
        invented.replies["site.example/clock"] = Reply()
        yield invented


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(Settings(home=tmp_path / "home"), "words-1")
    yield opened
    opened.close()


def take_in(library: Library, web: InventedWeb, folder: Path, address: str = CLOCK) -> list[IngestEvent]:
    folder.mkdir(exist_ok=True)
    found = list(fetch_page(address, web.web, folder))
    files = [each for each in found if isinstance(each, Incoming)]
    return [each for each in found if not isinstance(each, Incoming)] + list(ingest(files, library, WordEmbedder()))


def outcome(events: list[IngestEvent]) -> IngestEvent:
    [last] = [event for event in events if not isinstance(event, Progress)]
    return last


def test_a_page_goes_by_its_address_and_has_its_main_text(library: Library, web: InventedWeb, tmp_path: Path) -> None:
    events = take_in(library, web, tmp_path / "t", "http://SITE.example/clock#top")
    assert events[0] == Progress(CLOCK, "fetching", 0, 1)
    [source] = library.sources()
    assert (source.name, source.address, source.title, source.kind) == (CLOCK, CLOCK, "The Harbour Clock", "html")
    text = library.text(library.source(CLOCK).id)
    assert "Ida Brandt in 1893" in text
    assert "More news" not in text
    assert "Imprint" not in text
    assert library.original(CLOCK).read_bytes() == ARTICLE.encode()
    assert library.original(CLOCK).suffix == ".html"


def test_the_same_page_again_is_unchanged(library: Library, web: InventedWeb, tmp_path: Path) -> None:
    take_in(library, web, tmp_path / "t")
    before = library.sources()
    assert isinstance(outcome(take_in(library, web, tmp_path / "t")), Unchanged)
    # What differs from visit to visit, and no reader sees, is no new version.
    web.replies["site.example/clock"].body = ARTICLE.replace("<nav>", "<script>visit(2)</script><nav>").encode()
    assert isinstance(outcome(take_in(library, web, tmp_path / "t")), Unchanged)
    assert library.sources() == before


def test_a_page_that_changed_replaces_its_old_version(library: Library, web: InventedWeb, tmp_path: Path) -> None:
    take_in(library, web, tmp_path / "t")
    web.replies["site.example/clock"].body = ARTICLE.replace("1893", "1894").encode()
    added = outcome(take_in(library, web, tmp_path / "t"))
    assert isinstance(added, Added)
    assert added.replaced
    [source] = library.sources()
    assert (source.name, source.address) == (CLOCK, CLOCK)
    assert "1894" in library.text(source.id)
    assert library.search_words("1893", 3) == []


def test_a_page_that_cannot_be_had_leaves_the_old_one(library: Library, web: InventedWeb, tmp_path: Path) -> None:
    take_in(library, web, tmp_path / "t")
    before = library.sources()
    web.replies["site.example/clock"] = leads_to("http://127.0.0.1/")
    failed = outcome(take_in(library, web, tmp_path / "t"))
    assert isinstance(failed, Failed)
    assert "private network" in failed.reason
    assert library.sources() == before


def test_a_page_that_is_all_script_says_what_to_do(library: Library, web: InventedWeb, tmp_path: Path) -> None:
    web.replies["site.example/clock"].body = b"<!doctype html><html><body><script>draw()</script></body></html>"
    failed = outcome(take_in(library, web, tmp_path / "t"))
    assert isinstance(failed, Failed)
    assert "print it to a PDF there" in failed.reason


def test_a_page_without_a_doctype_is_read_as_what_the_site_says_it_is(
    library: Library, web: InventedWeb, tmp_path: Path
) -> None:
    web.replies["site.example/clock"].body = b"<h1>Tides</h1><p>High water at Oldhaven is at six o'clock.</p>"
    take_in(library, web, tmp_path / "t")
    assert library.source(CLOCK).kind == "html"
    assert "<p>" not in library.text(library.source(CLOCK).id)


def test_a_file_that_is_also_a_page_stays_when_the_page_changes(
    library: Library, web: InventedWeb, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(ARTICLE, encoding="utf-8")
    take_in(library, web, tmp_path / "t")
    list(ingest((file for file in find_files([saved]) if isinstance(file, Incoming)), library, WordEmbedder()))
    web.replies["site.example/clock"].body = ARTICLE.replace("1893", "1894").encode()
    take_in(library, web, tmp_path / "t")
    assert {(source.name, source.address) for source in library.sources()} == {("saved.html", ""), (CLOCK, CLOCK)}


def test_a_library_of_before_pages_opens_as_it_is(library: Library, tmp_path: Path) -> None:
    """No table changed: a page's address is one more location."""
    note = tmp_path / "note.txt"
    note.write_text("Ebb at six.")
    list(ingest((file for file in find_files([note]) if isinstance(file, Incoming)), library, WordEmbedder()))
    assert [source.address for source in library.sources()] == [""]
