"""Small homes for tests of what is kept: filled, damaged, and looked after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.doctor import Doctor
from assistant.events import Failed, IngestEvent
from assistant.incoming import find_files
from assistant.ingest import ingest
from assistant.library import Library, examine_home, held, make_openable
from assistant.reading import read
from assistant.records import Answer, Feedback, Mode, Problem
from assistant.settings import Settings
from tests.embedders import DIMENSION, WordEmbedder

EMBEDDER = "words-1"
TEXTS = {
    "mars.txt": "Perseverance landed in Jezero crater in February 2021. Its sky crane lowered it on cables.",
    "moon.txt": "Apollo 17 was the last crewed landing on the Moon. Eugene Cernan left the last footprints.",
    "sea.txt": "The Trieste reached the bottom of the Challenger Deep in 1960. Two men were on board.",
}


def take_in(library: Library, *paths: Path) -> list[IngestEvent]:
    found = find_files(paths)
    return list(ingest((file for file in found if not isinstance(file, Failed)), library, WordEmbedder()))


def fill(settings: Settings, folder: Path) -> None:
    """Make a home that holds TEXTS, which are written to ``folder``."""
    folder.mkdir(exist_ok=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    with opened(settings) as library:
        take_in(library, folder)


@contextmanager
def opened(settings: Settings) -> Iterator[Library]:
    library = Library(settings, EMBEDDER)
    try:
        yield library
    finally:
        library.close()


def examined(settings: Settings) -> list[Problem]:
    """What is wrong with a home that nobody holds."""
    return examine_home(settings, EMBEDDER, DIMENSION)


def mended(settings: Settings) -> list[Problem]:
    """What is still wrong after mending."""
    with held(settings):
        make_openable(settings)
    with opened(settings) as library:
        list(Doctor(library, WordEmbedder(), DIMENSION, read).mend())
    return examined(settings)


def holds(settings: Settings, *names: str) -> None:
    """Assert that the home holds just these of TEXTS, whole, and that both searches find them."""
    with opened(settings) as library:
        assert [source.name for source in library.sources()] == sorted(names)
        for name in names:
            source = library.source(name)
            assert library.text(source.id) == TEXTS[name]
            assert library.original(source.id).read_text() == TEXTS[name]
            vector = WordEmbedder().get_query_embedding(TEXTS[name])
            for found in (library.search_words(TEXTS[name], 3), library.search_vectors(vector, 3)):
                assert found[0][0].source_id == source.id


def judgement(said: str = "The harbour.") -> Feedback:
    answer = Answer("What froze?", "What froze?", said, "", False, 1.0, Mode.EXTRACTIVE, (), ())
    return Feedback(datetime.now(UTC), "good", answer)
