"""What is removed with a grace answers nothing at once, comes back whole, or goes for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UnknownSource
from assistant.events import Added
from assistant.library import Library
from assistant.records import Filters, Source
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.library.test_library import MARS, MOON, everywhere, take_in, write

LONG = 3600.0  # seconds; the tests end the grace themselves


@pytest.fixture
def mars(library: Library, tmp_path: Path) -> Source:
    take_in(library, write(tmp_path, "mars.txt", MARS), write(tmp_path, "moon.txt", MOON))
    take_in(library, write(tmp_path, "copies/again.txt", MARS))  # a second place that leads to it
    return library.source("mars.txt")


def state(library: Library) -> tuple[object, ...]:
    """All that can be seen of a library."""
    ids = [source.id for source in library.sources()]
    vector = WordEmbedder().get_query_embedding("sky crane footprints")
    return (
        library.sources(),
        [library.document(id_) for id_ in ids],
        [list(library.passages_of(id_)) for id_ in ids],
        [library.original(id_).read_bytes() for id_ in ids],
        library.locations(),
        library.search_words("sky crane footprints", 10),
        library.search_vectors(vector, 10),
    )


def test_what_is_withdrawn_answers_nothing_and_comes_back_whole(library: Library, mars: Source) -> None:
    before = state(library)
    library.withdraw([mars.id], LONG)
    assert everywhere(library, "sky crane") == {"moon.txt"}
    assert [source.name for source in library.sources()] == ["moon.txt"]
    with pytest.raises(UnknownSource):
        library.original(mars.id)
    assert library.put_back([mars.id]) == [mars]
    assert state(library) == before


def test_its_places_in_the_indexes_are_no_ones_meanwhile(library: Library, mars: Source) -> None:
    library.withdraw([mars.id], LONG)
    nearest = library.search_vectors(WordEmbedder().get_query_embedding("sky crane Jezero crater"), 1)
    assert [library.source(passage.source_id).name for passage, _ in nearest] == ["moon.txt"]


def test_closing_ends_the_grace(library: Library, settings: Settings, mars: Source) -> None:
    library.withdraw([mars.id], LONG)
    library.close()
    assert not list((settings.at_home() / "files").glob(f"{mars.id}*"))
    with pytest.raises(UnknownSource, match="gone for good"):
        library.put_back([mars.id])


def test_a_process_that_ends_within_the_grace_leaves_nothing_that_answers(
    library: Library, settings: Settings, mars: Source
) -> None:
    library.withdraw([mars.id], LONG)
    library._withdrawn.let_go()  # as when the process is killed: nothing is swept
    library.close()
    again = Library(settings, "words-1")
    try:
        assert everywhere(again, "sky crane") == {"moon.txt"}
        assert not list((settings.at_home() / "files").glob(f"{mars.id}*"))
        assert again._words.count() == again._vectors.count() == 1
    finally:
        again.close()


def test_a_grace_that_is_over_is_swept_by_itself(library: Library, settings: Settings, mars: Source) -> None:
    library.withdraw([mars.id], LONG)
    _, timer = library._withdrawn._held[mars.id]
    timer.cancel()
    timer.function(*timer.args)
    assert library._words.count() == library._vectors.count() == 1
    assert not list((settings.at_home() / "files").glob(f"{mars.id}*"))
    with pytest.raises(UnknownSource, match="gone for good"):
        library.put_back([mars.id])


def test_the_same_file_taken_in_meanwhile_is_there_once(library: Library, tmp_path: Path, mars: Source) -> None:
    library.withdraw([mars.id], LONG)
    [*_, added] = take_in(library, tmp_path / "mars.txt")
    assert isinstance(added, Added)
    [back] = library.put_back([mars.id])
    assert (back.id, back.added) == (mars.id, added.source.added)
    assert len(library.search_words("sky crane", 10)) == 1


def test_a_name_that_was_taken_meanwhile_stays_the_others(library: Library, tmp_path: Path, mars: Source) -> None:
    library.withdraw([mars.id], LONG)
    take_in(library, write(tmp_path, "mars.txt", "Curiosity has driven in Gale crater since 2012."))
    [back] = library.put_back([mars.id])
    assert back.name == "mars (2).txt"
    assert library.text(library.source("mars.txt").id).startswith("Curiosity")
    assert everywhere(library, "sky crane Curiosity") == {"mars.txt", "mars (2).txt", "moon.txt"}


def test_nothing_is_withdrawn_where_one_is_unknown(library: Library, mars: Source) -> None:
    before = state(library)
    with pytest.raises(UnknownSource):
        library.withdraw([mars.id, "unknown"], LONG)
    assert state(library) == before
    assert not library._withdrawn


def test_nothing_is_found_where_no_source_passes_the_filters(library: Library, mars: Source) -> None:
    nobody = Filters(sources=frozenset({"unknown"}))
    assert library.search_words("sky crane", 10, nobody) == []
    assert library.search_vectors(WordEmbedder().get_query_embedding("sky crane"), 10, nobody) == []
