"""The committed files that the reading room is tested with; ``tests/fixtures/make.py`` made them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.reading import read
from assistant.records import Block, BlockKind, Document

FOLDER = Path(__file__).parents[1] / "fixtures"
UNREADABLE = {"encrypted.pdf", "image-only.pdf", "picture.png"}
READABLE = sorted(
    path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".py" and path.name not in UNREADABLE
)


def data(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def document(name: str) -> Document:
    return read(data(name), name)


def texts(document: Document, kind: BlockKind) -> list[str]:
    return [text_of(document, block) for block in document.blocks if block.kind is kind]


def text_of(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]
