"""Enumerations: "Ann, Bob and the others" as its items."""

from __future__ import annotations

import re

Span = tuple[int, int]

_JOINT = re.compile(r"\s*[;,]\s+(?:(?:and|or|as well as)\s+)?(?:also\s+)?|\s+(?:and|or|as well as)\s+(?:also\s+)?")
_LONGEST = 8  # words of an item
_LEADING_IN = re.compile(
    r".*\b(?:of|for|in|to|with|from|by|including|include[sd]?|is|are|was|were|has|have|had|named|called|as)\s+|.*:\s+",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = re.compile(r"\s+(?:that|which|who|whose|where|when|while|because|after|before|but)\b.*|[.:!?)].*$", re.DOTALL)
_NAME = re.compile(r"(?:(?:the|The)\s+)?[A-Z0-9][\w’'&\-]*(?:\.?\s+(?:[A-Z0-9][\w’'&\-]*|of|the|de|la|van|von))*")


def enumeration(text: str, span: Span) -> list[Span]:
    """The items of the enumeration that ``text[slice(*span)]`` is a part of, in order; it alone where there is none.

    A name goes on with names, anything else with items of a few words.
    """
    pieces = _pieces(text)
    touched = [number for number, (start, end) in enumerate(pieces) if start < span[1] and span[0] < end]
    if not touched:
        return [span]
    first, last = touched[0], touched[-1]
    named = bool(_NAME.match(text, span[0]))
    items = [_within(pieces[number], span) for number in range(first, last + 1)]
    if span[0] <= pieces[first][0]:
        items = [*_before(text, pieces[:first], named), *items]
    if span[1] >= pieces[last][1] or not text[span[1] : pieces[last][1]].strip(" .:!?"):
        items = [*items, *_after(text, pieces[last + 1 :], named)]
    return items


def _pieces(text: str) -> list[Span]:
    ends = [match.span() for match in _JOINT.finditer(text)]
    starts = [0, *(end for _, end in ends)]
    return [(start, end) for start, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)]


def _within(piece: Span, span: Span) -> Span:
    return max(piece[0], span[0]), min(piece[1], span[1])


def _before(text: str, pieces: list[Span], named: bool) -> list[Span]:
    """Items in front; the one that the sentence leads into is cut free of it and is the first."""
    found: list[Span] = []
    for start, end in reversed(pieces):
        lead = _LEADING_IN.match(text, start, end)
        begin = lead.end() if lead else start
        if not _is_item(text[begin:end], named):
            break
        found.insert(0, (begin, end))
        if lead:
            break
    return found


def _after(text: str, pieces: list[Span], named: bool) -> list[Span]:
    """Items behind; one with more behind it is cut and ends the search."""
    found: list[Span] = []
    for start, end in pieces:
        name = _NAME.match(text, start, end) if named else None
        tail = _TAIL.search(text, start, end)
        stop = name.end() if name else tail.start() if tail else end
        if not _is_item(text[start:stop], named):
            break
        found.append((start, stop))
        if text[stop:end].strip(" ."):
            break
    return found


def _is_item(text: str, named: bool) -> bool:
    return 0 < len(text.split()) <= _LONGEST and (not named or bool(_NAME.match(text)))
