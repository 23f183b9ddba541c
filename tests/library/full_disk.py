"""A home on a disk that is full: python -m tests.library.full_disk FOLDER MORE LEFT, where FOLDER/disk is the disk.

Prints, as JSON, why MORE could not be taken in and a judgement not be kept; fails where anything was lost by it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from assistant.errors import FootnoteError
from assistant.feedback import keep_feedback
from assistant.settings import Settings
from tests.library.child import take
from tests.library.homes import TEXTS, examined, fill, holds, judgement, opened


def main(folder: Path, more: str, left: int) -> dict[str, object]:
    disk = folder / "disk"
    settings = Settings(home=disk / "home")
    fill(settings, folder / "papers")
    keep_feedback(settings.home, judgement())
    feedback = (settings.home / "feedback.jsonl").read_bytes()
    fill_up(disk, "filler", left)
    reasons = take(settings, more)
    fill_up(disk, "rest", 0)
    readable(settings)
    said = ""
    try:
        keep_feedback(settings.home, judgement("long " * 1000))  # more than the rest of the file's last page
    except FootnoteError as error:
        said = str(error)
    assert (settings.home / "feedback.jsonl").read_bytes() == feedback
    (disk / "filler").unlink()
    (disk / "rest").unlink()
    holds(settings, *TEXTS)
    assert examined(settings) == []
    return {"reasons": reasons, "judgement": said}


def readable(settings: Settings) -> None:
    """Assert that reading takes no room."""
    with opened(settings) as library:
        assert [source.name for source in library.sources()] == sorted(TEXTS)
        for name, text in TEXTS.items():
            source = library.source(name)
            assert library.text(source.id) == library.original(source.id).read_text() == text
            assert library.search_words(text, 3)[0][0].source_id == source.id


def fill_up(disk: Path, name: str, left: int) -> None:
    status = os.statvfs(disk)
    (disk / name).write_bytes(b"x" * max(status.f_bavail * status.f_frsize - left, 0))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
