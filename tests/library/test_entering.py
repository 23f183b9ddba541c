"""A new document is found by its words before its vectors are there; it becomes whole, or nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import LibraryError
from assistant.events import Added, Failed, IngestEvent, Progress, Unchanged
from assistant.incoming import Incoming, find_files
from assistant.ingest import ingest
from assistant.library import Library
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.library.test_library import MARS, MOON, everywhere, take_in, write


def coming(library: Library, path: Path, embedder: WordEmbedder | None = None) -> Iterator[IngestEvent]:
    files = [file for file in find_files([path]) if isinstance(file, Incoming)]
    return ingest(files, library, embedder or WordEmbedder())


def until(events: Iterator[IngestEvent], stage: str) -> Progress:
    """The first event of a stage; the rest is still to come."""
    return next(event for event in events if isinstance(event, Progress) and event.stage == stage)


def names(library: Library) -> list[str]:
    return [source.name for source in library.sources()]


def test_a_new_document_is_found_by_words_while_it_is_embedded(library: Library, tmp_path: Path) -> None:
    events = coming(library, write(tmp_path, "mars.txt", MARS))
    assert until(events, "embedding") == Progress("mars.txt", "embedding", 0, 1, searchable=True)
    [(passage, _)] = library.search_words("sky crane", 5)
    [source] = library.sources()
    assert (library.text(source.id), source.ready) == (MARS, False)
    assert library.original(source.id).read_text() == MARS
    assert library.search_vectors(WordEmbedder().get_query_embedding("sky crane"), 5) == []
    *_, last = events
    assert isinstance(last, Added)
    assert library.source("mars.txt").ready
    assert [found.id for found, _ in library.search_words("sky crane", 5)] == [passage.id]
    assert everywhere(library, "sky crane") == {"mars.txt"}


def test_where_embedding_fails_nothing_of_it_stays(library: Library, settings: Settings, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "moon.txt", MOON))
    events = coming(library, write(tmp_path, "mars.txt", MARS), WordEmbedder(fail_at=1))
    until(events, "embedding")
    assert names(library) == ["mars.txt", "moon.txt"]
    [failed] = events
    assert isinstance(failed, Failed)
    assert names(library) == ["moon.txt"]
    assert everywhere(library, "sky crane") == {"moon.txt"}
    assert (
        library._words.count() == library._vectors.count() == len(list((settings.at_home() / "files").iterdir())) == 1
    )
    assert library._catalog.pending() == []


def test_giving_up_in_the_middle_leaves_nothing_of_it(library: Library, tmp_path: Path) -> None:
    events = coming(library, write(tmp_path, "mars.txt", MARS))
    until(events, "embedding")
    events.close()  # type: ignore[attr-defined]  # it is a generator
    assert names(library) == []
    assert library._words.count() == 0


def test_a_process_that_ends_in_the_middle_leaves_nothing_of_it(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(settings, "words-1")
    take_in(library, write(tmp_path, "moon.txt", MOON))
    events = coming(library, write(tmp_path, "mars.txt", MARS))
    until(events, "embedding")
    monkeypatch.setattr(library, "_sweep_or_later", lambda *_args, **_named: None)  # as when it is killed
    events.close()  # type: ignore[attr-defined]  # it is a generator
    assert names(library) == ["mars.txt", "moon.txt"]
    library.close()
    again = Library(settings, "words-1")
    try:
        assert names(again) == ["moon.txt"]
        assert again._words.count() == again._vectors.count() == 1
        assert [file.stem for file in (settings.at_home() / "files").iterdir()] == [again.source("moon.txt").id]
    finally:
        again.close()


def test_an_earlier_version_answers_until_the_new_one_is_whole(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "mars.txt", MARS)
    take_in(library, path)
    write(tmp_path, "mars.txt", "Curiosity has driven in Gale crater since 2012.")
    events = coming(library, path)
    assert not until(events, "embedding").searchable
    assert everywhere(library, "sky crane Curiosity") == {"mars.txt"}
    assert library.text(library.source("mars.txt").id) == MARS
    *_, last = events
    assert isinstance(last, Added)
    assert library.text(library.source("mars.txt").id).startswith("Curiosity")


def test_what_is_being_taken_in_cannot_be_withdrawn(library: Library, tmp_path: Path) -> None:
    events = coming(library, write(tmp_path, "mars.txt", MARS))
    until(events, "embedding")
    with pytest.raises(LibraryError, match="Remove it when it is ready"):
        library.withdraw([library.source("mars.txt").id], 3600)
    *_, last = events
    assert isinstance(last, Added)
    assert everywhere(library, "sky crane") == {"mars.txt"}


def test_the_same_content_by_two_ways_at_once_is_there_once(library: Library, tmp_path: Path) -> None:
    first = coming(library, write(tmp_path, "mars.txt", MARS))
    second = coming(library, write(tmp_path, "copies/again.txt", MARS))
    until(second, "splitting")
    *_, added = first
    *_, unchanged = second
    assert isinstance(added, Added)
    assert unchanged == Unchanged("again.txt", added.source)
    assert len(library.search_words("sky crane", 10)) == library._words.count() == 1
    assert len(library.locations()) == 2
