"""Where damaged files go: they are kept below the home, for a person to look at and delete."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

FOLDER = "aside"


def place_aside(home: Path, name: str) -> Path:
    """A free place for a file that is set aside; its folder is made."""
    folder = home / FOLDER
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    place, number = folder / f"{stamp}-{name}", 2
    while place.exists():
        place, number = folder / f"{stamp}-{number}-{name}", number + 1
    return place


def set_aside(home: Path, path: Path) -> Path:
    """Move a file or folder of the home aside; gives where it is now."""
    return path.rename(place_aside(home, path.name))
