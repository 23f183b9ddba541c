"""Finding words in the whole of a document, as readers type them."""

from __future__ import annotations

import re

MOST = 1000  # places that are marked; beyond them a search is too wide to go through
_LONGEST = 200  # characters of a search that are looked for
_KIN = ("'‘’‚‛", '"“”„«»', "-‐‑‒–—−")  # signs that people type for one another
_SPACE = r"[\s|]+"  # the cells of a table's row are parted by lines in the canonical text


def find_all(text: str, sought: str, most: int = MOST) -> list[tuple[int, int]]:
    """Half-open spans of ``sought`` in ``text``, in order and apart, at most ``most``; none for an empty search.

    Case is not told apart, any white space stands for any other, and a quote or dash for every other one.
    """
    words = sought[:_LONGEST].split()
    if not words:
        return []
    pattern = re.compile(_SPACE.join("".join(map(_sign, word)) for word in words), re.IGNORECASE)
    spans = []
    for found in pattern.finditer(text):
        spans.append(found.span())
        if len(spans) == most:
            break
    return spans


def _sign(character: str) -> str:
    kin = next((signs for signs in _KIN if character in signs), "")
    return f"[{re.escape(kin)}]" if kin else re.escape(character)
