"""Canonical text set as a page to read, with a quote marked so that the marked characters are exactly the quote.

Each block runs in the direction of its own first letter, as documents of several scripts do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from assistant.records import Block, BlockKind, Document
from assistant.text import cell_spans
from ui import words
from ui.markup import tag, together


@dataclass(frozen=True, slots=True)
class Setting:
    """The stretch of text that is shown, the quote in it, and what is sought. All are offsets into the canonical text.

    ``hits`` are in order and do not overlap; a part of one knows which it is by its number.
    """

    text: str
    start: int
    end: int
    quote_start: int
    quote_end: int
    hits: Sequence[tuple[int, int]] = ()

    def run(self, start: int, end: int, kind: str = "") -> Markup:
        """``text[start:end]`` with its part of the quote in a mark; ``kind`` is a class for text not to be seen."""
        start, end = max(start, self.start), min(end, self.end)
        first, last = max(start, self.quote_start), min(end, self.quote_end)
        if first >= last:
            return self._wrapped(start, end, kind)
        marked = tag("mark", self._with_hits(first, last), class_=kind or None)
        return together(self._wrapped(start, first, kind), marked, self._wrapped(last, end, kind))

    def _wrapped(self, start: int, end: int, kind: str) -> Markup:
        text = self._with_hits(start, end)
        return tag("span", text, class_=kind) if kind and text else text

    def _with_hits(self, start: int, end: int) -> Markup:
        parts: list[Markup | str] = []
        number = bisect_right(self.hits, start, key=itemgetter(1))  # the first that ends after the start
        while start < end:
            hit_start, hit_end = self.hits[number] if number < len(self.hits) else (end, end)
            first, last = min(max(hit_start, start), end), min(hit_end, end)
            parts.append(self.text[start:first])
            if first < last:
                parts.append(tag("span", self.text[first:last], class_="hit", data_hit=number))
            start, number = last, number + 1
        return together(*parts)


Draw = Callable[[Block, Setting, Markup], Markup]


def set_text(document: Document, setting: Setting) -> Markup:
    """The blocks in view. What stands between blocks is kept, unseen, where the quote runs across it."""
    parts: list[Markup] = []
    reached = setting.start
    for kind, group in groupby(_in_view(document, setting), key=lambda block: block.kind):
        blocks = list(group)
        parts.append(_between(setting, reached, blocks[0].start))
        parts.append(_set_group(kind, blocks, setting))
        reached = blocks[-1].end
    return together(*parts, _between(setting, reached, setting.end))


def _in_view(document: Document, setting: Setting) -> Iterator[Block]:
    blocks: Sequence[Block] = document.blocks or list(_paragraphs(document.text))
    for block in blocks:
        if block.start < setting.end and setting.start < block.end:
            yield block


def _paragraphs(text: str) -> Iterator[Block]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Block(BlockKind.PARAGRAPH, start, start + len(line.rstrip("\r\n")))
        start += len(line)


def _between(setting: Setting, start: int, end: int) -> Markup:
    """Text outside all blocks: shown if it says something, else kept only as far as it is quoted."""
    if start >= end:
        return Markup("")
    if setting.text[start:end].strip():
        return tag("p", setting.run(start, end), dir="auto")
    first, last = max(start, setting.quote_start), min(end, setting.quote_end)
    return setting.run(first, last, "unseen") if first < last else Markup("")


def _set_group(kind: BlockKind, blocks: list[Block], setting: Setting) -> Markup:
    if kind is BlockKind.LIST:
        return tag("ul", *_joined(blocks, setting, _item))
    return together(*_joined(blocks, setting, _BLOCKS[kind]))


def _joined(blocks: list[Block], setting: Setting, draw: Draw) -> Iterator[Markup]:
    reached = None
    for block in blocks:
        join = Markup("") if reached is None else _between(setting, reached, block.start)
        yield draw(block, setting, join)
        reached = block.end


def _heading(block: Block, setting: Setting, join: Markup) -> Markup:
    # The sheet's own title is a level-2 heading; the document's headings stand below it.
    return tag(f"h{min(max(block.level, 1) + 2, 6)}", join, setting.run(block.start, block.end), dir="auto")


def _paragraph(block: Block, setting: Setting, join: Markup) -> Markup:
    return tag("p", join, setting.run(block.start, block.end), dir="auto")


def _code(block: Block, setting: Setting, join: Markup) -> Markup:
    return tag("pre", join, setting.run(block.start, block.end))


def _item(block: Block, setting: Setting, join: Markup) -> Markup:
    bullet = block.start + 2 if setting.text.startswith("- ", block.start) else block.start
    mark = setting.run(block.start, bullet, "unseen") if bullet > block.start else None
    numbered = "numbered " if mark is None else ""
    depth = f"{numbered}depth-{min(max(block.level, 1), 6)}"
    return tag("li", join, mark, setting.run(bullet, block.end), class_=depth, dir="auto")


def _table(block: Block, setting: Setting, join: Markup) -> Markup:
    rows: list[Markup] = []
    start, number = block.start, 0
    while start < block.end:
        stop = setting.text.find("\n", start, block.end)
        stop = block.end if stop < 0 else stop
        if start < setting.end and setting.start < stop:
            rows.append(_row(start, stop, min(stop + 1, block.end), setting, head=number < block.level))
        start, number = stop + 1, number + 1
    return together(join, tag("div", tag("table", *rows), class_="table", role="group", aria_label=words.TABLE))


def _row(start: int, stop: int, until: int, setting: Setting, head: bool) -> Markup:
    spans = cell_spans(setting.text, start, stop)
    cells: list[Markup] = []
    for (first, last), after in zip(spans, [*(first for first, _ in spans[1:]), until], strict=True):
        inside = setting.run(first, last), setting.run(last, after, "unseen")
        cells.append(tag("th", *inside, scope="col", dir="auto") if head else tag("td", *inside, dir="auto"))
    return tag("tr", setting.run(start, spans[0][0], "unseen"), *cells)


_BLOCKS = {
    BlockKind.HEADING: _heading,
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.TABLE: _table,
    BlockKind.CODE: _code,
}
