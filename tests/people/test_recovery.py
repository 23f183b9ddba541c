"""What the doctor reads anew stays whose it was, and is shown to nobody where that is not known any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.incoming import Incoming
from assistant.ingest import ingest
from assistant.people.shelf import shelf
from assistant.settings import Settings
from tests.embedders import WordEmbedder
from tests.library.homes import mended, opened

ADA, BOB = "ada.00000001", "bob.00000002"


def filled(folder: Path) -> Settings:
    settings = Settings(home=folder / "home")
    note = folder / "passing"
    note.write_text("Eugene Cernan left the last footprints on the Moon.")
    with opened(settings) as library:
        list(ingest([Incoming(note, "moon.txt", "upload:moon.txt", f"own:{ADA}:")], library, WordEmbedder()))
    return settings


def seen(settings: Settings, person: str) -> list[str]:
    with opened(settings) as library:
        remembered = {place: id_ for place, (_, id_) in library.locations().items()}
        found = shelf(person, library.sources(), remembered, str)
    return [source.name for source in found.sources.values()]


def test_what_is_read_anew_is_its_persons_own(tmp_path: Path) -> None:
    settings = filled(tmp_path)
    with closing(sqlite3.connect(settings.at_home("catalog.sqlite"))) as connection, connection:
        connection.execute("DELETE FROM texts")
    assert mended(settings) == []
    assert (seen(settings, ADA), seen(settings, BOB)) == (["moon.txt"], [])


def test_what_is_nobodys_any_more_is_not_everybodys(tmp_path: Path) -> None:
    settings = filled(tmp_path)
    settings.at_home("catalog.sqlite").unlink()
    assert mended(settings) == []
    assert (seen(settings, ADA), seen(settings, BOB)) == ([], [])
    with opened(settings) as library:
        [source] = library.sources()
    assert source.name.startswith("recovered/")
