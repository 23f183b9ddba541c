"""Writing files, with an error that says what to do."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import CasesError


def write_text(path: Path, text: str, otherwise: str) -> None:
    """Write a file. Raises CasesError, which ends in ``otherwise``: what to do where it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{path} cannot be written ({error.strerror}). {otherwise}") from error


def make_folder(path: Path, otherwise: str) -> None:
    """Make a folder and those above it, where they are missing. Raises CasesError, which ends in ``otherwise``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasesError(f"{path} cannot be made ({error.strerror}). {otherwise}") from error
