"""The doctor: it finds what is wrong, changes nothing unasked, and mends it from the catalog or the copies."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from assistant.errors import LibraryDamaged, LibraryInUse, LibraryUnreadable
from assistant.library import Library, examine_library, held, make_openable
from assistant.library.catalog import Catalog
from assistant.library.checks import Index
from assistant.settings import Settings
from tests.embedders import DIMENSION, WordEmbedder
from tests.library.homes import EMBEDDER, TEXTS, examined, fill, holds, mended, opened, take_in
from tests.torture.worker import make_home


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds TEXTS, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    fill(Settings(home=folder / "home"), folder / "papers")
    return folder / "home"


@pytest.fixture
def settings(tmp_path: Path, filled: Path) -> Settings:
    shutil.copytree(filled, tmp_path / "home")
    return Settings(home=tmp_path / "home")


def sql(settings: Settings, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(settings.at_home("catalog.sqlite"))) as connection, connection:
        connection.execute(statement, values)


def id_of(settings: Settings, name: str) -> str:
    with closing(sqlite3.connect(settings.at_home("catalog.sqlite"))) as connection:
        return str(connection.execute("SELECT id FROM sources WHERE name = ?", [name]).fetchone()[0])


def copy_of(settings: Settings, name: str) -> Path:
    return settings.at_home("files", f"{id_of(settings, name)}.txt")


def without_vector(settings: Settings) -> None:
    with opened(settings) as library:
        library.parts.vectors.remove([library.source("mars.txt").id])


def with_strange_vector(settings: Settings) -> None:
    with opened(settings) as library:
        library.parts.vectors.add(["gone:0-9"], ["gone"], WordEmbedder().get_text_embedding_batch(["gone"]))  # type: ignore[arg-type]


def with_other_vectors(settings: Settings) -> None:
    with opened(settings) as library:
        ids = library.parts.vectors.ids()
        library.parts.vectors.clear()
        library.parts.vectors.add(ids, ["any"] * len(ids), [[1.0, 0.0, 0.0]] * len(ids))  # type: ignore[arg-type]


def with_words_twice(settings: Settings) -> None:
    with opened(settings) as library:
        [passage] = library.passages_of(library.source("mars.txt").id)
        library.parts.words.remove([library.source("moon.txt").id])  # so that the count is right
        library.parts.words.add([(passage, "")])


def scribble(path: Path, begin: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(begin)
        file.write(os.urandom(length))


def delete_words(settings: Settings) -> None:
    for file in settings.at_home("words").iterdir():
        file.unlink()


def cut_words(settings: Settings) -> None:
    for file in settings.at_home("words").glob("*.store"):
        os.truncate(file, 20)


def of_mars(statement: str) -> Callable[[Settings], None]:
    """A statement about the rows of one source."""
    return lambda settings: sql(settings, f"{statement} WHERE source_id = ?", id_of(settings, "mars.txt"))


def of_sources(change: str) -> Callable[[Settings], None]:
    """A change of one row of the sources."""
    return lambda settings: sql(settings, f"UPDATE sources SET {change} WHERE name = 'mars.txt'")


DAMAGE: dict[str, tuple[str, Callable[[Settings], None]]] = {
    "a vector is missing": ("vectors", without_vector),
    "a vector is too many": ("vectors", with_strange_vector),
    "vectors of another length": ("dimension", with_other_vectors),
    "words held twice": ("words", with_words_twice),
    "the words are gone": ("words", delete_words),
    "the words are damaged": ("words", cut_words),
    "Chroma is damaged": ("chroma", lambda home: scribble(home.at_home("chroma", "chroma.sqlite3"), 0, 200)),
    "Chroma is cut short": ("chroma", lambda home: os.truncate(home.at_home("chroma", "chroma.sqlite3"), 9000)),
    "a text is damaged": ("sources", of_mars("UPDATE texts SET text = x'00'")),
    "a passage differs": ("sources", of_mars("UPDATE passages SET text = 'no'")),
    "a passage is missing": ("sources", of_mars("DELETE FROM passages")),
    "rows of no source": ("rows", lambda home: sql(home, "INSERT INTO locations VALUES ('/x', 'gone', 1, 1)")),
    "a title is not UTF-8": ("sources", of_sources("title = CAST(x'ff41' AS TEXT)")),
    "a day is none": ("sources", of_sources("added = 'yesterday', published = 'x'")),
    "a size is none": ("sources", of_sources("size = 'large'")),
    "an id is none": ("rows", lambda home: sql(home, "INSERT INTO pending VALUES (CAST(x'2e2e2fff' AS TEXT))")),
    "something is pending": ("pending", lambda home: sql(home, "INSERT INTO pending VALUES ('00000000000000aa')")),
    "a copy is gone": ("copies", lambda home: copy_of(home, "mars.txt").unlink()),
    "a copy is damaged": ("copies", lambda home: scribble(copy_of(home, "mars.txt"), 0, 9)),
    "a source is not in the catalog": ("strays", lambda home: sql(home, "DELETE FROM sources WHERE name = 'mars.txt'")),
    "the catalog is gone": ("catalog", lambda home: home.at_home("catalog.sqlite").unlink()),
    "the catalog's head is damaged": ("catalog", lambda home: scribble(home.at_home("catalog.sqlite"), 0, 100)),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_it_finds_and_mends(settings: Settings, damage: str) -> None:
    check, do = DAMAGE[damage]
    do(settings)
    assert check in {problem.check for problem in examined(settings)}
    assert mended(settings) == []
    if check == "catalog" or damage == "a source is not in the catalog":
        with opened(settings) as library:  # the names are gone with the catalog; what they said is not
            assert {library.text(source.id) for source in library.sources()} == set(TEXTS.values())
        return
    holds(settings, *TEXTS)


def test_a_whole_home_is_well(settings: Settings) -> None:
    assert examined(settings) == []
    assert mended(settings) == []
    assert not settings.at_home("aside").exists()


def test_a_damaged_page_of_the_catalog_loses_no_source_and_no_name(settings: Settings) -> None:
    path = settings.at_home("catalog.sqlite")
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passages'").fetchone()[0]
    scribble(path, (page - 1) * 4096, 4096)
    assert [problem.check for problem in examined(settings)] == ["catalog"]
    assert mended(settings) == []
    holds(settings, *TEXTS)
    aside = [file.name for file in settings.at_home("aside").iterdir()]
    assert any(name.endswith("catalog.sqlite") for name in aside)


def test_a_damaged_catalog_says_what_helps(settings: Settings) -> None:
    scribble(settings.at_home("catalog.sqlite"), 0, 100)
    with pytest.raises(LibraryDamaged, match="footnote doctor --mend"):
        Library(settings, EMBEDDER)


def test_damaged_vectors_say_what_helps(settings: Settings) -> None:
    scribble(settings.at_home("chroma", "chroma.sqlite3"), 0, 200)
    with pytest.raises(LibraryDamaged, match="safe in the catalog"):
        Library(settings, EMBEDDER)


@pytest.fixture
def indexed(tmp_path: Path) -> Settings:
    """A home in which Chroma has written its index to its own files, as it does after a thousand vectors."""
    settings = Settings(home=tmp_path / "indexed")
    make_home(settings.home)  # which lets it do so sooner
    (tmp_path / "long.txt").write_text("\n\n".join(f"The {number}th buoy was painted. " * 20 for number in range(40)))
    with opened(settings) as library:
        take_in(library, tmp_path / "long.txt")
    return settings


@pytest.mark.parametrize("name", ["data_level0.bin", "length.bin", "index_metadata.pickle", "header.bin"])
def test_an_index_that_is_cut_short_is_said_before_it_ends_the_program(indexed: Settings, name: str) -> None:
    [file] = indexed.home.glob(f"chroma/*/{name}")
    os.truncate(file, file.stat().st_size // 8 if name.endswith("bin") else 0)
    with pytest.raises(LibraryDamaged, match="footnote doctor --mend"):
        Library(indexed, EMBEDDER)
    assert [problem.check for problem in examined(indexed)] == ["chroma"]
    assert mended(indexed) == []
    [aside] = indexed.at_home("aside").iterdir()
    assert (aside / file.relative_to(indexed.at_home("chroma"))).exists()


def test_an_index_whose_reading_ends_the_program_is_found(indexed: Settings) -> None:
    [file] = indexed.home.glob("chroma/*/data_level0.bin")
    file.write_bytes(b"\xff" * file.stat().st_size)
    assert [problem.check for problem in examined(indexed)] == ["chroma"]
    assert mended(indexed) == []


def test_what_nothing_can_mend_is_said(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    fill(settings, tmp_path / "papers")
    copy_of(settings, "mars.txt").unlink()
    (tmp_path / "papers" / "mars.txt").unlink()
    [problem] = mended(settings)
    assert (problem.check, problem.mendable) == ("copies", False)
    assert "add the file again" in problem.remedy
    with opened(settings) as library:
        assert library.text(library.source("mars.txt").id) == TEXTS["mars.txt"]


@pytest.mark.parametrize("damage", ["a title is not UTF-8", "a day is none", "a size is none"])
def test_one_damaged_row_keeps_nobody_from_the_others(settings: Settings, damage: str) -> None:
    DAMAGE[damage][1](settings)
    with opened(settings) as library:
        assert [source.name for source in library.sources()] == sorted(TEXTS)
        assert [problem.check for problem in examine_library(library, DIMENSION)] == ["sources"]


def test_a_damaged_text_says_what_helps(settings: Settings) -> None:
    DAMAGE["a text is damaged"][1](settings)
    with opened(settings) as library:
        mars = library.source("mars.txt").id
        for read in (library.text, library.document):
            with pytest.raises(LibraryDamaged, match="footnote doctor --mend"):
                read(mars)


def flip(path: Path, seed: int, count: int = 40) -> None:
    """Flip bits here and there."""
    chance, data = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(count):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def test_a_catalog_with_flipped_bits_is_examined_and_salvaged_without_an_error(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings.at_home("catalog.sqlite")
    whole = path.read_bytes()
    for part in ("examine", "mending"):
        monkeypatch.setattr(f"assistant.library.{part}.probe", lambda *_: Index(()))  # the indexes are whole
    for seed in range(60):
        path.write_bytes(whole)
        flip(path, seed)
        with suppress(LibraryDamaged), closing(Catalog(path)) as catalog:
            catalog.sources()
            catalog.pending()
        examined(settings)
        with held(settings):
            make_openable(settings)
        with closing(Catalog(path)) as catalog:
            catalog.sources()
        examined(settings)
        for file in settings.home.glob("catalog.sqlite-*"):
            file.unlink()


@pytest.mark.parametrize("seed", range(3))
def test_a_catalog_with_flipped_bits_is_mended(settings: Settings, seed: int) -> None:
    flip(settings.at_home("catalog.sqlite"), seed)
    assert mended(settings) == []
    with opened(settings) as library:
        assert {library.text(source.id) for source in library.sources()} == set(TEXTS.values())


def test_a_check_that_fails_is_a_problem_of_its_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    DAMAGE["a copy is gone"][1](settings)
    monkeypatch.setattr("assistant.library.checks.what_is_wrong", lambda *_: 1 / 0)
    assert [(problem.check, problem.mendable) for problem in examined(settings)] == [
        ("sources", False),
        ("copies", True),
    ]


def test_vectors_of_another_model_are_not_touched(settings: Settings) -> None:
    sql(settings, "UPDATE meta SET value = 'other' WHERE key = 'embedder'")
    [problem] = examined(settings)
    assert (problem.check, problem.mendable) == ("model", False)
    assert "footnote rebuild" in problem.remedy


def test_a_home_that_is_held_or_not_there(settings: Settings, tmp_path: Path) -> None:
    with opened(settings), pytest.raises(LibraryInUse):
        examined(settings)
    with pytest.raises(LibraryUnreadable, match="--home"):
        examined(Settings(home=tmp_path / "nowhere"))
