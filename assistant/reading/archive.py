"""Zip containers (DOCX, PPTX, XLSX, EPUB): what is in them, and whether that is safe to unpack."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from assistant.errors import DamagedFile

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
_MOST_BYTES = 1_000_000_000
_SMALL_BYTES = 50_000_000  # below this no ratio is suspicious
_HIGHEST_RATIO = 200
_MOST_MEMBERS = 50_000


@dataclass(frozen=True, slots=True)
class Contents:
    """A container's members as its directory lists them; reading a member never gives more bytes than it lists."""

    names: frozenset[str]
    members: int
    packed_bytes: int
    unpacked_bytes: int
    encrypted: bool

    def refuse_bomb(self) -> None:
        """Raise DamagedFile for a container that unpacks to far more than a document needs."""
        ratio = self.unpacked_bytes / max(self.packed_bytes, 1)
        blown_up = self.unpacked_bytes > _SMALL_BYTES and ratio > _HIGHEST_RATIO
        if self.unpacked_bytes > _MOST_BYTES or blown_up or self.members > _MOST_MEMBERS:
            raise DamagedFile(
                f"It unpacks to {self.unpacked_bytes / 1e6:,.0f} MB, which no ordinary document does, and was not "
                "opened. Save a smaller copy, and add that."
            )


def looks_like_one(data: bytes) -> bool:
    """Whether the bytes begin like a zip container."""
    return data.startswith(_SIGNATURES)


def contents(data: bytes) -> Contents | None:
    """What the container lists, or None when its directory cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            listed = container.infolist()
    except Exception:  # a damaged directory raises half a dozen different things
        return None
    return Contents(
        names=frozenset(member.filename for member in listed),
        members=len(listed),
        packed_bytes=len(data),
        unpacked_bytes=sum(member.file_size for member in listed),
        encrypted=any(member.flag_bits & 1 for member in listed),
    )


def holds(data: bytes, *names: str) -> bool:
    """Whether the bytes are a container that has all these members."""
    if not looks_like_one(data):
        return False
    found = contents(data)
    return found is not None and found.names.issuperset(names)
