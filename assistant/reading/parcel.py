"""What goes over the pipe between the app and the process that reads files: JSON and raw bytes, and nothing that runs.

A frame is two lengths (eight bytes each, big-endian), a JSON header and a body of bytes. The other side may have been
taken over by the file that it read, so what it sends is checked like any input.
"""

from __future__ import annotations

import json
import struct
from datetime import date
from itertools import pairwise
from typing import Any, BinaryIO

from assistant.records import Block, BlockKind, Document, Page

Header = dict[str, Any]
PATIENCE = 2  # times as long by the clock as a file may take of the processor, which others use too
_LENGTHS = struct.Struct("!QQ")
_MOST_BYTES = 1 << 30  # of a header, and of a body: room for a text of the highest length and its boxes


def send(stream: BinaryIO, header: Header, body: bytes = b"") -> None:
    """Write one frame. Raises OSError when the other side is gone."""
    head = json.dumps(header).encode()
    stream.write(_LENGTHS.pack(len(head), len(body)) + head)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[Header, bytes]:
    """Read one frame. Raises EOFError when the stream ends, ValueError for what is no frame."""
    head_length, body_length = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if max(head_length, body_length) > _MOST_BYTES:
        raise ValueError("a frame is too long")
    header = json.loads(_exactly(stream, head_length))
    if not isinstance(header, dict):
        raise ValueError("a header is no object")
    return header, _exactly(stream, body_length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data


def packed(document: Document) -> tuple[Header, bytes]:
    """A document as a header and a body, which holds the boxes of its pages one after the other."""
    header = {
        "text": document.text,
        "kind": document.kind,
        "title": document.title,
        "author": document.author,
        "published": document.published.isoformat() if document.published else None,
        "blocks": [[block.kind, block.start, block.end, block.level] for block in document.blocks],
        "pages": [
            [page.number, page.start, page.end, page.width, page.height, len(page.boxes)] for page in document.pages
        ],
    }
    return header, b"".join(page.boxes for page in document.pages)


def unpacked(header: Header, body: bytes) -> Document:
    """The document that ``packed`` packed. Raises ValueError, TypeError or KeyError for what is none."""
    ends = [0]
    for row in header["pages"]:
        ends.append(ends[-1] + row[5])
    pages = tuple(
        Page(int(row[0]), int(row[1]), int(row[2]), float(row[3]), float(row[4]), body[first:last])
        for row, (first, last) in zip(header["pages"], pairwise(ends), strict=True)
    )
    blocks = tuple(
        Block(BlockKind(kind), int(start), int(end), int(level)) for kind, start, end, level in header["blocks"]
    )
    text, kind, title, author = (header[name] for name in ("text", "kind", "title", "author"))
    if not all(isinstance(each, str) for each in (text, kind, title, author)):
        raise TypeError("a text is no text")
    published = date.fromisoformat(header["published"]) if header["published"] else None
    spans = [(each.start, each.end) for each in blocks] + [(each.start, each.end) for each in pages]
    if any(not 0 <= start <= end <= len(text) for start, end in spans):
        raise ValueError("a span lies outside of the text")
    return Document(text, kind, title, author, published, blocks, pages)
