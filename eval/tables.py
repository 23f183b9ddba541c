"""Tables in Markdown that also read well as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = re.compile(r"([\\|`*<\[\]])")
# Line ends, terminal controls, and characters that turn the direction of the text around them.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


def table(header: Sequence[str], rows: Sequence[Sequence[str]], figures: bool = False) -> str:
    """A table with its columns padded: to the left, or with ``figures`` all but the first to the right."""
    widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    rule = ["-" * width if _left(i, figures) else "-" * (width - 1) + ":" for i, width in enumerate(widths)]
    return "\n".join("| " + " | ".join(_padded(row, widths, figures)) + " |" for row in (header, rule, *rows))


def cell(text: str, limit: int = 80) -> str:
    """Words of a document, a question or a model on one line, cut after ``limit``, with no meaning in Markdown."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return _MARKS.sub(r"\\\1", line if len(line) <= limit else line[: limit - 1].rstrip() + "…")


def _padded(row: Sequence[str], widths: Sequence[int], figures: bool) -> list[str]:
    columns = enumerate(zip(row, widths, strict=True))
    return [each.ljust(width) if _left(i, figures) else each.rjust(width) for i, (each, width) in columns]


def _left(column: int, figures: bool) -> bool:
    return column == 0 or not figures
