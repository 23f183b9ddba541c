"""The main text of a web page, with what trafilatura leaves out in the midst of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from assistant.reading.canonical import Piece
from assistant.records import BlockKind
from assistant.text import words

_OPENING = 5  # words by which a block is known again
_MOST_LOST = 0.02  # of the words of the main text
Words = tuple[str, ...]


def filled(main: Sequence[Piece], whole: Sequence[Piece], links: Iterable[str]) -> list[Piece]:
    """The blocks of ``main`` where they lack little, else all that ``whole`` has from the first to the last of them.

    Blocks that are nothing but one of ``links`` are left out; so are menus, which stand before or after.
    """
    said = [_words(piece) for piece in whole]
    begins, short = _openings(main)
    known = [each[:_OPENING] in begins if len(each) >= _OPENING else each in short for each in said]
    start, end = _range(said, known)
    linked = {tuple(words(link)) for link in links}
    kept = [index for index in range(start, end) if known[index] or said[index] not in linked]
    lost = sum(len(said[index]) for index in kept if not known[index])
    return [whole[index] for index in kept] if lost > _MOST_LOST * sum(map(len, said[start:end])) else list(main)


def _words(piece: Piece) -> Words:
    text = piece.text.partition(" ")[2] if piece.kind is BlockKind.LIST else piece.text
    return tuple(words(text))


def _openings(main: Sequence[Piece]) -> tuple[Collection[Words], Collection[Words]]:
    """All runs of a few words in the main text, and its blocks that are shorter."""
    said = [_words(piece) for piece in main]
    every = [word for each in said for word in each]
    runs = {tuple(every[at : at + _OPENING]) for at in range(len(every) - _OPENING + 1)}
    return runs, {each for each in said if len(each) < _OPENING}


def _range(said: Sequence[Words], known: Sequence[bool]) -> tuple[int, int]:
    """From the first to the last long block that is known, and the known ones right before and after."""
    anchors = [index for index, each in enumerate(said) if known[index] and len(each) >= _OPENING]
    if not anchors:
        return 0, 0
    start, end = anchors[0], anchors[-1] + 1
    while start > 0 and known[start - 1]:
        start -= 1
    while end < len(said) and known[end]:
        end += 1
    return start, end
