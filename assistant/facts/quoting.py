"""What stands between quotation marks."""

from __future__ import annotations

import re

from assistant.facts.fact import Fact

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"'}
_OPENS_AFTER = re.compile(r"[\s(\[{—–\-/:]")
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
