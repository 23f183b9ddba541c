"""Values as ``--json`` shows them on the command line, so that every door says the same."""

from __future__ import annotations

import json
from typing import Any

from assistant.records import Answer, Hit, Source
from assistant.rows import answer_row, hit_row, source_row
from assistant.terminal import as_document


def answer_values(answer: Answer) -> dict[str, Any]:
    """An answer as ``footnote ask --json`` prints it."""
    return dict(_plain(answer_row(answer)))


def hit_values(hit: Hit) -> dict[str, Any]:
    """A passage as in ``footnote search --json``."""
    return dict(_plain(hit_row(hit)))


def source_values(source: Source) -> dict[str, Any]:
    """A document as in ``footnote sources --json``."""
    return dict(_plain(source_row(source)))


def _plain(row: dict[str, Any]) -> Any:
    return json.loads(as_document(row))
