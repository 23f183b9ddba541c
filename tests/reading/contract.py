"""What holds for every document, whatever it was read from."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from assistant.reading.boxes import unpack_boxes
from assistant.records import BlockKind, Document

FORBIDDEN = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200b", "\ufeff", "\u00ad"}


def check(document: Document) -> None:
    check_characters(document)
    check_blocks(document)
    check_pages(document)


def check_characters(document: Document) -> None:
    text = document.text
    assert not {letter for letter in text if unicodedata.category(letter) == "Cc"} - {"\n"}
    assert not FORBIDDEN & set(text)
    assert "\ufffd\ufffd" not in text
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode("utf-8")
    assert text == text.strip()
    for line in (document.title, document.author):
        assert line == " ".join(line.split())


def check_blocks(document: Document) -> None:
    text, blocks = document.text, document.blocks
    assert blocks
    for block in blocks:
        inner = text[block.start : block.end]
        assert inner
        assert inner == inner.strip()
        assert 0 <= block.start < block.end <= len(text)
        if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST):
            assert inner == " ".join(inner.split())
        if block.kind is BlockKind.HEADING:
            assert 1 <= block.level <= 6
        if block.kind is BlockKind.LIST:
            assert block.level >= 1
    for before, after in pairwise(blocks):
        assert text[before.end : after.start] in ("\n", "\n\n")
    assert blocks[0].start == 0
    assert blocks[-1].end == len(text)


def check_pages(document: Document) -> None:
    for before, after in pairwise(document.pages):
        assert before.end <= after.start
        assert before.number < after.number
    for page in document.pages:
        assert 0 <= page.start <= page.end <= len(document.text)
        if page.boxes:
            check_boxes(unpack_boxes(page.boxes).tolist(), page.end - page.start, page.width, page.height)
    if document.pages:
        covered = "".join(document.text[page.start : page.end] for page in document.pages)
        assert "".join(covered.split()) == "".join(document.text.split())


def check_boxes(boxes: list[list[int]], characters: int, width: float, height: float) -> None:
    assert len(boxes) == characters
    for left, top, right, bottom in boxes:
        if left != -1:
            assert 0 <= left <= right <= width * 10 + 200
            assert 0 <= top <= bottom <= height * 10 + 200
        else:
            assert (top, right, bottom) == (-1, -1, -1)
