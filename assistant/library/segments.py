"""Whether the files of Chroma's index are of the lengths that they must have.

Chroma 1.5 writes its index over the old one, file by file. When it is killed meanwhile, what is cut short would end the
process that reads it, without a word; so it is found before.
"""

from __future__ import annotations

import struct
from pathlib import Path

# header.bin of hnswlib, as Chroma has it: version, offset, most elements, elements, bytes of an element.
_HEADER = struct.Struct("<i4Q")
_WHOLE = 100  # bytes of header.bin
_NAMES = "index_metadata.pickle"
_LENGTH = 4  # bytes of an element in length.bin


def what_is_cut_short(folder: Path) -> str:
    """The names of files in Chroma's folder that are too short, parted by commas; empty where all are whole."""
    return ", ".join(name for header in sorted(folder.glob("*/header.bin")) for name in _short(header))


def _short(header: Path) -> list[str]:
    if _size(header) < _WHOLE:
        return [header.name]
    _, _, _, elements, size = _HEADER.unpack_from(header.read_bytes())
    least = {"data_level0.bin": elements * size, "length.bin": elements * _LENGTH}
    if header.with_name(_NAMES).exists():  # it comes with the first thousand vectors
        least[_NAMES] = 1
    return [name for name, length in least.items() if _size(header.with_name(name)) < length]


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
