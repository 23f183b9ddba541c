"""One bad file never stops a batch: each is refused in words, the good ones come in, and the app lives on."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.errors import ReadingError
from assistant.events import Added, Failed
from assistant.settings import Settings
from tests.reading.test_finding import archive
from tests.reading.test_hostile import LAUGHS

HOSTILE = Path(__file__).parents[1] / "fixtures" / "hostile"


def write_batch(folder: Path) -> set[str]:
    """Bad files with a good one before and after; the names of the bad."""
    folder.mkdir()
    (folder / "0-good.txt").write_text("The first good file tells of the mill.", encoding="utf-8")
    (folder / "9-good.txt").write_text("The last good file tells of the weir.", encoding="utf-8")
    bomb = archive({"word/document.xml": bytes(80_000_000)})
    bad = {
        "1-bomb.docx": bomb,
        "2-nested.docx": archive({"a.zip": archive({"b.zip": bomb}), "word/document.xml": bomb}),
        "3-laughs.docx": archive({"word/document.xml": LAUGHS + b"<a>&l11;</a>"}),
        "4-loop.pdf": (HOSTILE / "form-loop.pdf").read_bytes(),
        "5-flood.pdf": (HOSTILE / "form-bomb.pdf").read_bytes(),
        "6-cut.pdf": b"%PDF-1.7 nothing more",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    with (folder / "7-line.txt").open("wb") as line:
        line.truncate(1_000_000_000)  # takes no room on the disk
    return {*bad, "7-line.txt"}


def test_a_batch_of_bad_files(tmp_path: Path) -> None:
    bad = write_batch(tmp_path / "batch")
    assistant = build_assistant(Settings(home=tmp_path / "home", reading_seconds=4.0, reading_memory=768))
    try:
        events = list(assistant.add([tmp_path / "batch"]))
        assert {event.source.name for event in events if isinstance(event, Added)} == {"0-good.txt", "9-good.txt"}
        failed = {event.name: event.reason for event in events if isinstance(event, Failed)}
        assert set(failed) == bad
        assert all(any(word in reason for word in (" add ", " fresh ", "smaller")) for reason in failed.values()), (
            failed
        )
        assert [source.name for source in assistant.sources()] == ["0-good.txt", "9-good.txt"]
        assert "weir" in assistant.answer("What does the last good file tell of?").passages[0].passage.text
    finally:
        assistant.close()


def test_a_page_that_breaks_its_reader_is_an_error_and_the_app_lives_on(tmp_path: Path) -> None:
    fixture = HOSTILE.parent / "lighthouse.pdf"
    assistant = build_assistant(Settings(home=tmp_path / "home", reading_seconds=4.0, reading_memory=768))
    try:
        list(assistant.add([fixture]))
        [source] = assistant.sources()
        whole = assistant.page_image(source.id, 1)
        assistant.original(source.id).write_bytes((HOSTILE / "form-loop.pdf").read_bytes())
        with pytest.raises(ReadingError, match=r"broke down|given up|memory"):
            assistant.page_image(source.id, 1)
        assistant.original(source.id).write_bytes(fixture.read_bytes())
        assert assistant.page_image(source.id, 1) == whole
    finally:
        assistant.close()
