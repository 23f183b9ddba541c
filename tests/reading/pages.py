"""PDF files of several pages, written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Text = tuple[float, float, str]  # from the left, from the top, words


def pdf_of(pages: Iterable[Sequence[Text] | str], *, size: float = 10, page: str = "", catalog: str = "",
           properties: str = "", more: Sequence[str] = ()) -> bytes:  # fmt: skip
    """Pages of A4 with these texts in Helvetica, or drawn by operators.

    ``page`` and ``catalog`` are entries of their dictionaries; ``more`` are objects from number 5 on.
    """
    drawn = [each if isinstance(each, str) else "\n".join(_shown(*text, size) for text in each) for each in pages]
    numbers = [5 + len(more) + 2 * index for index in range(len(drawn))]
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(drawn)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {properties} >>",
        *more,
    ]
    for number, content in zip(numbers, drawn, strict=True):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> {page} >>",
            f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream",
        ]
    return _file(objects)


def rows_of(columns: Sequence[float], top: float, pitch: float, rows: Iterable[Sequence[str]]) -> list[Text]:
    """The cells of a table that stand at these places."""
    return [
        (left, top + pitch * number, cell)
        for number, row in enumerate(rows)
        for left, cell in zip(columns, row, strict=True)
        if cell
    ]


def _shown(left: float, top: float, words: str, size: float) -> str:
    return f"BT /F1 {size} Tf 1 0 0 1 {left} {842 - top} Tm {string(words)} Tj ET"


def string(words: str) -> str:
    """A literal string of PDF."""
    return "(" + words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def _file(objects: Sequence[str]) -> bytes:
    parts, places = ["%PDF-1.4\n"], []
    for number, each in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(f"{number} 0 obj\n{each}\nendobj\n")
    start, size = sum(map(len, parts)), len(objects) + 1
    parts.append(f"xref\n0 {size}\n0000000000 65535 f \n")
    parts += [f"{place:010d} 00000 n \n" for place in places]
    parts.append(f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n")
    return "".join(parts).encode("latin-1")
