"""The catalog's file, its connections among threads."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.library.database import Database

FILES = Path("/dev/fd")  # this process's open files
THREADS = 40


def files_open() -> int:
    return sum(1 for _ in FILES.iterdir())


@pytest.mark.skipif(not FILES.exists(), reason="this system does not list a process's open files")
def test_threads_that_have_ended_keep_no_file_open(tmp_path: Path) -> None:
    database = Database(tmp_path / "catalog.sqlite")
    before = files_open()
    for _ in range(THREADS):
        asking = threading.Thread(target=database.read, args=("SELECT 1",))
        asking.start()
        asking.join()
    assert files_open() - before < THREADS / 4
    database.close()
    assert files_open() < before
