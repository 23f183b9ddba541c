"""The library: what goes in is found, what goes out is gone, and a write that fails changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import LibraryInUse, SettingsError, UnknownSource, WrongEmbedder
from assistant.events import Added, Failed, IngestEvent, Unchanged
from assistant.incoming import find_files
from assistant.ingest import ingest
from assistant.library import Library, holder_of
from assistant.records import Filters
from assistant.settings import Settings
from tests.embedders import WordEmbedder

MARS = "Perseverance landed in Jezero crater in February 2021. Its sky crane lowered it on cables."
MOON = "Apollo 17 was the last crewed landing on the Moon. Eugene Cernan left the last footprints."


def take_in(
    library: Library, *paths: Path, names: list[str] | None = None, embedder: WordEmbedder | None = None
) -> list[IngestEvent]:
    found = find_files(paths, names)
    return list(ingest((file for file in found if not isinstance(file, Failed)), library, embedder or WordEmbedder()))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def everywhere(library: Library, words: str) -> set[str]:
    """Names of the sources that either search finds for these words."""
    vector = WordEmbedder().get_query_embedding(words)
    found = library.search_words(words, 10) + library.search_vectors(vector, 10)
    return {library.source(passage.source_id).name for passage, _ in found}


def test_what_is_taken_in_is_found_by_words_and_by_meaning(library: Library, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "mars.txt", MARS), write(tmp_path, "moon.txt", MOON))
    [(by_words, _), *_] = library.search_words("sky crane", 5)
    [(by_meaning, cosine), *_] = library.search_vectors(WordEmbedder().get_query_embedding("Jezero crater"), 5)
    assert library.source(by_words.source_id).name == "mars.txt"
    assert library.source(by_meaning.source_id).name == "mars.txt"
    assert 0 < cosine <= 1
    assert by_words.text == library.text(by_words.source_id)[by_words.start : by_words.end]


def test_cosines_agree_with_the_search(library: Library, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "mars.txt", MARS), write(tmp_path, "moon.txt", MOON))
    vector = WordEmbedder().get_query_embedding("Jezero crater")
    found = library.search_vectors(vector, 5)
    again = library.cosines([passage for passage, _ in found], vector)
    assert again == pytest.approx({passage.id: cosine for passage, cosine in found}, abs=1e-5)


def test_taking_in_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "mars.txt", MARS)
    take_in(library, path)
    before = library.sources()
    [event] = take_in(library, path)
    assert isinstance(event, Unchanged)
    assert library.sources() == before


def test_same_content_twice_is_one_source(library: Library, tmp_path: Path) -> None:
    events = take_in(library, write(tmp_path, "a.txt", MARS), write(tmp_path, "b.txt", MARS))
    assert [type(event) for event in events if isinstance(event, (Added, Unchanged))] == [Added, Unchanged]
    assert [source.name for source in library.sources()] == ["a.txt"]
    assert len(library.search_words("Jezero", 10)) == 1


def test_a_twin_stays_when_the_first_file_changes(library: Library, tmp_path: Path) -> None:
    first = write(tmp_path, "a.txt", MARS)
    take_in(library, first, write(tmp_path, "b.txt", MARS))
    first.write_text(MOON)
    take_in(library, first)
    assert {source.name for source in library.sources()} == {"a.txt", "b.txt"}
    assert library.text(library.source("b.txt").id) == MARS


def test_a_changed_file_replaces_its_old_version_completely(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "note.txt", MARS)
    take_in(library, path)
    path.write_text(MOON)
    [added] = [event for event in take_in(library, path) if isinstance(event, Added)]
    assert added.replaced
    assert [source.name for source in library.sources()] == ["note.txt"]
    assert library.search_words("Jezero", 10) == []
    found = library.search_vectors(WordEmbedder().get_query_embedding("Jezero crater"), 10)
    assert {passage.source_id for passage, _ in found} == {added.source.id}


def test_an_upload_of_the_same_name_and_size_is_read_again(library: Library, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "one/x", "The rent is 900 euros."), names=["rent.txt"])
    take_in(library, write(tmp_path, "two/x", "The rent is 950 euros."), names=["rent.txt"])
    assert [source.name for source in library.sources()] == ["rent.txt"]
    assert "950" in library.text(library.sources()[0].id)


def test_different_files_of_one_name_are_told_apart(library: Library, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "one/report.txt", MARS), write(tmp_path, "two/report.txt", MOON))
    assert [source.name for source in library.sources()] == ["report (2).txt", "report.txt"]


def test_a_folder_gives_names_below_it_and_leaves_hidden_and_unknown_files_out(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "docs"
    write(folder, "a.txt", MARS)
    write(folder, "deep/b.md", MOON)
    write(folder, ".secret.txt", "hidden")
    write(folder, "program.exe", "MZ")
    take_in(library, folder)
    assert [source.name for source in library.sources()] == ["a.txt", "deep/b.md"]


def test_removed_is_found_nowhere(library: Library, settings: Settings, tmp_path: Path) -> None:
    take_in(library, write(tmp_path, "mars.txt", MARS), write(tmp_path, "moon.txt", MOON))
    gone = library.source("mars.txt")
    library.remove([gone.id])
    assert everywhere(library, "Perseverance Jezero crater landing") == {"moon.txt"}
    with pytest.raises(UnknownSource):
        library.source("mars.txt")
    assert not list(settings.at_home("files").glob(f"{gone.id}*"))


def test_it_is_all_there_after_closing(settings: Settings, tmp_path: Path) -> None:
    library = Library(settings, "words-1")
    take_in(library, write(tmp_path, "mars.txt", MARS))
    library.close()
    library = Library(settings, "words-1")
    assert everywhere(library, "Jezero") == {"mars.txt"}
    library.close()


@pytest.mark.parametrize("step", ["embed", "words", "catalog"])
def test_a_write_that_fails_leaves_the_old_version_whole(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = write(tmp_path, "note.txt", MARS)
    take_in(library, path)
    before = library.sources()
    path.write_text(MOON)
    embedder = WordEmbedder(fail_at=1 if step == "embed" else -1)
    broken = {"words": (library._words, "add"), "catalog": (library._catalog, "swap")}
    if step in broken:
        monkeypatch.setattr(*broken[step], lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    events = take_in(library, path, embedder=embedder)
    monkeypatch.undo()
    assert isinstance(events[-1], Failed)
    assert library.sources() == before
    assert everywhere(library, "Jezero crater") == {"note.txt"}
    assert library.search_words("Cernan", 10) == []
    assert library._vectors.count() == library._words.count() == 1
    take_in(library, path)
    assert library.search_words("Cernan", 10)


def test_what_a_killed_process_left_is_swept(settings: Settings, tmp_path: Path) -> None:
    library = Library(settings, "words-1")
    take_in(library, write(tmp_path, "mars.txt", MARS))
    [passage] = library.passages_of(library.source("mars.txt").id)
    library._catalog.mark_pending(["dead"])
    library._vectors.add(["dead:0-9"], ["dead"], WordEmbedder().get_text_embedding_batch([MOON]))
    library.close()
    library = Library(settings, "words-1")
    assert library._vectors.count() == 1
    assert [found.id for found, _ in library.search_words("Jezero", 3)] == [passage.id]
    library.close()


def test_a_lost_keyword_index_is_built_anew(settings: Settings, tmp_path: Path) -> None:
    library = Library(settings, "words-1")
    take_in(library, write(tmp_path, "mars.txt", MARS))
    library.close()
    for file in settings.at_home("words").iterdir():
        file.unlink()
    library = Library(settings, "words-1")
    assert library.search_words("Jezero", 3)
    library.close()


def test_filters_by_source_and_by_date(library: Library, tmp_path: Path) -> None:
    take_in(
        library,
        write(tmp_path, "old.md", "---\ntitle: Old\ndate: 2001-02-03\n---\n\nThe toll was 12 people.\n"),
        write(tmp_path, "new.md", "---\ntitle: New\ndate: 2021-02-03\n---\n\nThe toll was 30 people.\n"),
        write(tmp_path, "undated.txt", "The toll was 50 people."),
    )
    new = library.source("new.md")
    assert new.published == date(2021, 2, 3)
    for filters, expected in [
        (Filters(sources=frozenset([new.id])), {"new.md"}),
        (Filters(published_from=date(2010, 1, 1)), {"new.md"}),
        (Filters(published_to=date(2001, 2, 3)), {"old.md"}),
        (Filters(), {"old.md", "new.md", "undated.txt"}),
    ]:
        vector = WordEmbedder().get_query_embedding("toll")
        found = library.search_words("toll", 10, filters), library.search_vectors(vector, 10, filters)
        for hits in found:
            assert {library.source(passage.source_id).name for passage, _ in hits} == expected


def test_another_model_is_refused_with_the_command_that_helps(settings: Settings) -> None:
    Library(settings, "words-1").close()
    with pytest.raises(WrongEmbedder, match="footnote rebuild"):
        Library(settings, "words-2")
    Library(settings, "words-1").close()


def test_one_process_a_home(library: Library, settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.library import Library; from assistant.errors import *\n"
        "from assistant.settings import Settings\n"
        "try: Library(Settings(home=Path(sys.argv[1])), 'words-1')\n"
        "except LibraryInUse as error: print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(settings.home)], capture_output=True, text=True, check=True, timeout=60
    )
    assert f"process {os.getpid()}" in ran.stdout
    with pytest.raises(LibraryInUse):
        Library(settings, "words-1")
    holder = holder_of(settings.home)
    assert holder is not None
    assert holder.pid == os.getpid()
    assert (settings.home / "holder.json").stat().st_mode & 0o077 == 0


def test_a_bad_chroma_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="FOOTNOTE_CHROMA_URL"):
        Library(Settings(home=tmp_path / "h", chroma_url="localhost:8000"), "words-1")


def test_the_copy_of_the_file_is_kept(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "mars.txt", MARS)
    take_in(library, path)
    path.unlink()
    assert library.original("mars.txt").read_text() == MARS
    assert json.dumps(library.document("mars.txt").text)
