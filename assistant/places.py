"""What a person points at: a path on this machine, or the address of a page on the web."""

from __future__ import annotations

import re
from pathlib import Path

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)  # two letters at least: C:// is a drive


def is_address(text: str) -> bool:
    """Whether a text is an address (of any scheme) rather than a path."""
    return bool(_ADDRESS.match(text))


def place(text: str) -> Path | str:
    """An address as it is, anything else as a path: a path would lose one of an address's slashes."""
    return text if is_address(text) else Path(text)
