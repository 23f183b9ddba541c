"""Pages that could not be read are known of a source and told in answers about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.draft import Draft, answer_of
from assistant.answer.engine import noted
from assistant.library import Library
from assistant.reading import scans
from assistant.reading.formats import pdf
from assistant.records import Hit, Mode
from tests.library.test_library import take_in
from tests.reading.pages import pdf_of
from tests.reading.test_scanned_pages import PICTURE, SUMMARY


def test_pages_that_were_not_read_are_told(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf, scans):
        monkeypatch.setattr(module, "can_recognise", lambda: False)
    path = tmp_path / "bridge.pdf"
    path.write_bytes(pdf_of([SUMMARY, PICTURE, PICTURE]))
    take_in(library, path)
    source = library.source("bridge.pdf")
    assert source.unread == (2, 3)
    hits = tuple(Hit(passage, source.name, 1.0) for passage in library.passages_of(source.id))
    refusal = answer_of("Who?", Draft(Mode.EXTRACTIVE, refused=True, note="Before."), hits)
    assert noted(refusal, library).note == "Before. “bridge.pdf”: Pages 2 and 3 are images and were not read."
    assert noted(replace(refusal, passages=()), library).note == "Before."
