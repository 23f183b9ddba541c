"""What people thought of answers: kept in the home, a line of JSON each, with the whole answer."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from assistant.errors import LibraryError
from assistant.records import Feedback

NAME = "feedback.jsonl"
_FEEDBACK = TypeAdapter(Feedback)


def keep_feedback(home: Path, feedback: Feedback) -> None:
    """Add a line. Raises LibraryError when the home cannot be written."""
    try:
        with (home / NAME).open("a", encoding="utf-8") as file:
            file.write(_FEEDBACK.dump_json(feedback).decode() + "\n")
    except OSError as error:
        problem = f"Your judgement could not be kept: {home / NAME} cannot be written ({error.strerror})."
        raise LibraryError(f"{problem} Make room or give the folder back its rights.") from error
