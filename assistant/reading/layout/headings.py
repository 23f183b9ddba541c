"""Which drafts are headings, and of which level, by the type sizes of the whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.reading.layout.drafts import Draft, same_size
from assistant.records import BlockKind

_LARGER = 1.1  # than the body
_LONGEST = 200  # characters
_LONGEST_BOLD = 100  # characters of a heading that only its weight sets apart
_MOST_LINES = 4
_MOST_SHARE = 0.3  # of all text: where more is large, size says nothing


def heading_levels(drafts: Sequence[Draft]) -> list[int]:
    """For each draft its level as a heading, 1 to 6, or 0."""
    body = _body_size(drafts)
    body_is_bold = _is_mostly_bold(drafts)
    sizes = _ranked([draft.size for draft in drafts if _is_large(draft, body)])
    levels = []
    for draft in drafts:
        if _is_large(draft, body):
            level = 1 + next(rank for rank, size in enumerate(sizes) if same_size(size, draft.size))
        else:
            level = len(sizes) + 1 if not body_is_bold and _is_bold_line(draft, body) else 0
        levels.append(min(level, 6))
    large = sum(_length(draft) for draft, level in zip(drafts, levels, strict=True) if level)
    return levels if large <= _MOST_SHARE * sum(map(_length, drafts)) else [0] * len(drafts)


def _length(draft: Draft) -> int:
    return sum(len(line.text) for line in draft.lines)


def _body_size(drafts: Sequence[Draft]) -> float:
    sizes: Counter[float] = Counter()
    for draft in drafts:
        for line in draft.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_mostly_bold(drafts: Sequence[Draft]) -> bool:
    bold = sum(_length(draft) for draft in drafts if draft.bold)
    return 2 * bold > sum(map(_length, drafts))


def _is_large(draft: Draft, body: float) -> bool:
    return (
        draft.kind is not BlockKind.TABLE
        and not draft.is_running
        and draft.size >= _LARGER * body
        and _length(draft) <= _LONGEST
        and len(draft.lines) <= _MOST_LINES
        and any(letter.isalpha() for line in draft.lines for letter in line.text)
    )


def _is_bold_line(draft: Draft, body: float) -> bool:
    text = draft.lines[0].text
    return (
        draft.kind is not BlockKind.TABLE
        and not draft.is_running
        and draft.bold
        and len(draft.lines) == 1
        and draft.size >= 0.95 * body
        and len(text) <= _LONGEST_BOLD
        and text[-1] not in ".,;:!"
        and any(map(str.isalpha, text))
    )


def _ranked(sizes: Sequence[float]) -> list[float]:
    """Distinct sizes, largest first; sizes that are meant to be the same count once."""
    ranked: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not ranked or not same_size(ranked[-1], size):
            ranked.append(size)
    return ranked
