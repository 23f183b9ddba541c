"""Answer units: the sentences, items, rows and blocks of a document, and which of them make up an answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.records import Block, BlockKind, Document
from assistant.text import line_spans, sentence_spans

MOST_CHARACTERS = 1500  # of an answer
MOST_ITEMS = 15  # of a list


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest thing that is quoted: a sentence, a list item, a table row, a code block. ``block`` is its place."""

    start: int
    end: int
    block: int
    kind: BlockKind


class Units:
    """The pieces of one document."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._blocks = document.blocks or (Block(BlockKind.PARAGRAPH, 0, len(document.text)),)
        self._starts = [block.start for block in self._blocks]

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces that overlap ``text[start:end]``, in order."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found: list[Piece] = []
        for number in range(first, len(self._blocks)):
            if self._blocks[number].start >= end:
                break
            found += [piece for piece in self._of(number) if piece.start < end and start < piece.end]
        return found

    def _of(self, number: int) -> Iterator[Piece]:
        block = self._blocks[number]
        if block.kind is BlockKind.CODE and block.end - block.start <= MOST_CHARACTERS:
            yield Piece(block.start, block.end, number, block.kind)
            return
        cut = line_spans if block.kind in (BlockKind.TABLE, BlockKind.CODE) else sentence_spans
        for start, end in cut(self._text, block.start, block.end):
            yield Piece(start, end, number, block.kind)

    def answer(
        self, start: int, end: int, bears: Callable[[int, int], float], wanted: tuple[int, int] | None
    ) -> list[Piece]:
        """The pieces that answer, from the passage ``text[start:end]``.

        ``bears`` tells how much of the evidence stands in a span, below 0 where rather none does; ``wanted`` is the
        short answer's span.
        """
        pieces = self.pieces(start, end)
        pieces = [piece for piece in pieces if piece.kind is not BlockKind.HEADING] or pieces
        if not pieces:
            return []
        marks = [bears(piece.start, piece.end) for piece in pieces]
        first, last = _best_run(marks)
        holding = [n for n, piece in enumerate(pieces) if wanted and piece.start < wanted[1] and wanted[0] < piece.end]
        if holding and not first <= holding[0] < last:
            first, last = holding[0], holding[-1] + 1
        return self._whole(pieces[first:last])

    def _whole(self, chosen: list[Piece]) -> list[Piece]:
        """The chosen pieces with what they need: a list's lead-in, a table's header, what follows a colon."""
        first, last = chosen[0], chosen[-1]
        before: list[Piece] = []
        after: list[Piece] = []
        if first.kind is BlockKind.TABLE:
            header = next(self._of(first.block))
            before = [header] if header.start < first.start else []
        elif first.kind is BlockKind.LIST:
            lead = self._lead_in(first.block)
            if lead and len({piece.block for piece in chosen}) > 1:
                before = [lead]
        if self._text[: last.end].rstrip()[-1:] == ":" or last.kind is BlockKind.HEADING:
            after = self._following(last)
        elif last.kind is BlockKind.LIST and len({piece.block for piece in chosen}) > 1:
            after = self._items(last.block + 1)
        return _short_enough([*before, *chosen, *after])

    def _lead_in(self, block: int) -> Piece | None:
        while block > 0 and self._blocks[block].kind is BlockKind.LIST:
            block -= 1
        pieces = list(self._of(block))
        return pieces[-1] if pieces and self._text[pieces[-1].end - 1] == ":" else None

    def _following(self, piece: Piece) -> list[Piece]:
        at = piece.block + 1
        if at >= len(self._blocks):
            return []
        rest = [later for later in self._of(piece.block) if later.start >= piece.end]
        if rest:
            return rest[:3]
        if self._blocks[at].kind is BlockKind.LIST:
            return self._items(at)
        return list(self._of(at))

    def _items(self, at: int) -> list[Piece]:
        found: list[Piece] = []
        while at < len(self._blocks) and self._blocks[at].kind is BlockKind.LIST and len(found) < MOST_ITEMS:
            found += self._of(at)
            at += 1
        return found


def _best_run(marks: Sequence[float]) -> tuple[int, int]:
    """The neighbours with the greatest sum, half open; at least one."""
    best = (float("-inf"), 0, 1)
    for first in range(len(marks)):
        total = 0.0
        for last in range(first, len(marks)):
            total += marks[last]
            best = max(best, (total, first, last + 1), key=lambda run: run[0])
    return best[1], best[2]


def _short_enough(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        if kept and sum(one.end - one.start for one in kept) + piece.end - piece.start > MOST_CHARACTERS:
            break
        kept.append(piece)
    return kept
