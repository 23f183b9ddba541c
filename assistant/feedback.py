"""What people thought of answers: kept in the home, a line of JSON each, with the whole answer."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pydantic import TypeAdapter

from assistant.errors import LibraryError
from assistant.records import Feedback

NAME = "feedback.jsonl"
_FEEDBACK = TypeAdapter(Feedback)


def keep_feedback(home: Path, feedback: Feedback) -> None:
    """Add a line, whole or not at all. Raises LibraryError when the home cannot be written."""
    try:
        _append(home / NAME, _FEEDBACK.dump_json(feedback) + b"\n")
    except OSError as error:
        problem = f"Your judgement could not be kept: {home / NAME} cannot be written ({error.strerror})."
        raise LibraryError(f"{problem} Make room or give the folder back its rights.") from error


def _append(path: Path, line: bytes) -> None:
    with path.open("a+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(end - 1, 0))
        if file.read(1) not in (b"", b"\n"):
            line = b"\n" + line  # the process that wrote the last line was killed within it
        if file.write(line) < len(line):
            file.truncate(end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
