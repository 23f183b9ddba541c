"""Tables whose cells may span several columns or rows, laid out on a plain grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assistant.reading.canonical import Piece, paragraph, table

T = TypeVar("T")
_WIDEST = 1000  # columns; what spans more is a mistake
_MOST_COPIES = 100_000  # of cells in one table


@dataclass(frozen=True, slots=True)
class Cell(Generic[T]):
    """What is in a cell as its format has it; it spans ``across`` columns and ``down`` rows."""

    content: T
    across: int = 1
    down: int = 1


def laid_out(rows: Sequence[Sequence[Cell[T]]]) -> list[list[T]]:
    """The rows with each cell in every place that it spans. A cell as wide as the table stays alone in its row."""
    width = max((sum(_across(cell) for cell in row) for row in rows), default=0)
    open_cells: dict[int, tuple[T, int]] = {}  # by column: a cell and in how many more rows it stands
    copies = 0
    grid = []
    for row in rows:
        if len(row) == 1 and not open_cells and _across(row[0]) == width:
            grid.append([row[0].content])
            continue
        line: list[T] = []
        for cell in row:
            _continue(line, open_cells)
            across, down = (_across(cell), cell.down) if copies < _MOST_COPIES else (1, 1)
            if down > 1:
                open_cells |= dict.fromkeys(range(len(line), len(line) + across), (cell.content, down - 1))
            line += [cell.content] * across
            copies += across - 1
        copies += len(open_cells)
        _continue(line, open_cells)
        grid.append(line)
    return grid


def header_rows(rows: Sequence[Sequence[Cell[T]]]) -> int:
    """How many rows the header has, by the cells that span columns or rows at its top."""
    first = next((row for row in rows if len(row) > 1), ())
    deepest = max((cell.down for cell in first), default=1)
    wide = any(cell.across > 1 for cell in first)
    return min(max(deepest, 2 if wide else 1), max(len(rows) - 1, 1)) if deepest <= 4 else 1


def pieces_of_table(rows: Iterable[Sequence[str]], page: int = 0, headers: int = 1) -> Iterator[Piece]:
    """A table with what stands alone in its first rows as a caption above it."""
    filled = [list(row) for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, filled), default=0)
    while width > 1 and filled and _stands_alone(filled[0]):
        yield paragraph("".join(filled.pop(0)), page)
    yield paragraph(filled[0][0], page) if width == 1 and len(filled) == 1 else table(filled, page, headers)


def pieces_of_cells(rows: Sequence[Sequence[Cell[str]]], page: int = 0, headers: int = 0) -> Iterator[Piece]:
    """A table of cells that may span; without ``headers`` the number of its header rows is told by the spans."""
    return pieces_of_table(laid_out(rows), page, headers or header_rows(rows))


def _stands_alone(row: Sequence[str]) -> bool:
    return bool(row[0].strip()) and not any(cell.strip() for cell in row[1:])


def _across(cell: Cell[T]) -> int:
    return cell.across if 0 < cell.across <= _WIDEST else 1


def _continue(line: list[T], open_cells: dict[int, tuple[T, int]]) -> None:
    """Add the cells of rows above that reach into this one at its present end."""
    while (column := len(line)) in open_cells:
        content, left = open_cells.pop(column)
        if left > 1:
            open_cells[column] = (content, left - 1)
        line.append(content)
