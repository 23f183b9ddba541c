"""What stands between quotation marks, and where quoted words stand in a text."""

from __future__ import annotations

import re

from assistant.facts.fact import Fact
from assistant.text import squeeze

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"'}
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/:]")
_GAP = r"\s*(?:…|\.\.\.|\[[^\]]{0,60}\])\s*"
_WIDEST_GAP = 600  # characters that an ellipsis may leave out, the next words included
_MARKS = {
    "'": "['’‘]",
    "’": "['’‘]",
    "‘": "['’‘]",
    '"': '["“”„]',
    "“": '["“”„]',
    "”": '["“”„]',
    "-": "[-‐‑–—]",
    "–": "[-‐‑–—]",
}
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)([^‘\n]{2,400}?[^\s‘'’])[’'](?!\w)")


def _opens(text: str, at: int) -> bool:
    mark = text[at]
    if mark == '"':
        return (at == 0 or bool(_OPENS_AFTER.match(text[at - 1]))) and not text[at + 1 : at + 2].isspace()
    return mark in _PAIRS


def _closing(text: str, at: int, limit: int) -> int:
    """Where the quotation opened at ``at`` closes; its paragraph's end where it does not."""
    closers = _PAIRS[text[at]]
    return next((i for i in range(at + 1, limit) if text[i] in closers and not _opens_again(text, at, i)), limit)


def _opens_again(text: str, at: int, i: int) -> bool:
    return text[at] == '"' and _opens(text, i)


def _paragraph(text: str, start: int, limit: int) -> list[Fact[str]]:
    found, at = [], start
    while at < limit:
        if text[at] in _PAIRS and _opens(text, at):
            close = _closing(text, at, limit)
            found.append(Fact(at + 1, close, text[at + 1 : close], close < limit))
            at = close
        elif text[at] in '"”»' and not found and text[at - 1 : at] in tuple(",.!?…"):
            found.append(Fact(start, at, text[start:at], False))  # it opened before this text begins
        at += 1
    return [fact for fact in found if fact.value.strip()]


def quotations(text: str) -> list[Fact[str]]:
    """The words in quotation marks, without the marks. ``sure`` is False where one of the two marks is missing.

    A quotation does not run on over a line's end. Single marks count where no letter touches them from outside.
    """
    found: list[Fact[str]] = []
    for line in re.finditer(r"[^\n]+", text):
        found += _paragraph(text, *line.span())
    for match in _SINGLE.finditer(text):
        if not any(fact.start < match.end() and match.start() < fact.end for fact in found):
            found.append(Fact(match.start(1), match.end(1), match[1]))
    return sorted(found)


def find_quotation(words: str, text: str) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text``: the same but for white space, the form of quotes and dashes, and case.

    An ellipsis, or an insertion in square brackets, stands for anything up to 600 characters.
    """
    pieces = [re.compile(_pattern(piece), re.IGNORECASE) for piece in re.split(_GAP, words) if re.search(r"\w", piece)]
    for first in pieces[0].finditer(text) if pieces else ():
        at = first.end()
        for piece in pieces[1:]:
            match = piece.search(text, at, at + _WIDEST_GAP)
            if not match:
                break
            at = match.end()
        else:
            return first.start(), at
    return None


def _pattern(piece: str) -> str:
    bare = squeeze(piece).strip(" ,.;:!?\"“”'‘’")
    body = r"\s+".join("".join(_MARKS.get(letter, re.escape(letter)) for letter in word) for word in bare.split())
    return rf"(?<!\w){body}(?!\w)"
