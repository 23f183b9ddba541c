"""What a person points at: a path on this machine, or the address of a page on the web; and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)  # two letters at least: C:// is a drive


def is_address(text: str) -> bool:
    """Whether a text is an address (of any scheme) rather than a path."""
    return bool(_ADDRESS.match(text))


def place(text: str) -> Path | str:
    """An address as it is, anything else as a path: a path would lose one of an address's slashes."""
    return text if is_address(text) else Path(text)


def written(text: str) -> str:
    """A path or a name as text that can be stored and sent: what is not UTF-8 in it becomes an escape like \\udce9."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


Scope = Literal["own", "all", "left.own", "left.all"]
"""Who sees what somebody added: they, everybody, or nobody any more, for it is about to go."""
_HELD = re.compile(r"(own|all|left\.own|left\.all):([a-z0-9._@-]+):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Held:
    """A place from which somebody with an account added a document. ``str()`` is how the library remembers it."""

    scope: Scope
    holder: str  # the account's id
    place: str  # what the library would remember without accounts

    @property
    def mark(self) -> str:
        """What is put before the place."""
        return f"{self.scope}:{self.holder}:"

    def __str__(self) -> str:
        return f"{self.mark}{self.place}"


def held(remembered: str) -> Held | None:
    """A remembered place that is somebody's; None for one that is nobody's."""
    found = _HELD.fullmatch(remembered)
    return Held(cast(Scope, found[1]), found[2], found[3]) if found else None
