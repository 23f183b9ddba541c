"""A question and a passage as windows of tokens, [CLS] question [SEP] title: passage [SEP], and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

LENGTH = 320  # tokens of a window
OVERLAP = 128  # passage tokens that a window shares with the one before
LONGEST_QUESTION = 64
LONGEST_TITLE = 16


@dataclass(frozen=True, slots=True)
class Window:
    """Token ``ids`` of one window. ``first`` is the position of the passage's first token.

    ``offsets`` are (passage tokens, 2) half-open character spans in the passage, so that the token at position
    ``first + n`` stands at ``passage[offsets[n, 0]:offsets[n, 1]]``. ``start`` and ``end`` are the positions of the
    answer's first and last token; both are 0, the position of [CLS], where the window does not hold the answer.
    """

    ids: NDArray[np.int32]
    first: int
    offsets: NDArray[np.int32]
    start: int = 0
    end: int = 0

    @property
    def last(self) -> int:
        """The position of the passage's last token."""
        return self.first + len(self.offsets) - 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the passage from the token at position ``start`` to the one at ``end``, inclusive."""
        return int(self.offsets[start - self.first, 0]), int(self.offsets[end - self.first, 1])


class Windows:
    """Cuts questions and passages into windows. ``tokenizer`` is a BERT word-piece tokenizer; its truncation is off."""

    def __init__(self, tokenizer: Tokenizer, length: int = LENGTH, overlap: int = OVERLAP) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._length, self._overlap = length, overlap
        self._opening, self._closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")

    def of(
        self, question: str, passage: str, *, title: str = "", answer: tuple[int, int] | None = None
    ) -> Iterator[Window]:
        """The windows of a question over a passage, in its order; one at least, and with a blank passage none.

        ``answer`` is the half-open character span of the answer in the passage, where it is known.
        """
        asked = self._ids(question)[:LONGEST_QUESTION]
        heading = self._ids(f"{title}:")[:LONGEST_TITLE] if title else []
        front = [self._opening, *asked, self._closing, *heading]
        encoded = self._tokenizer.encode(passage, add_special_tokens=False)
        ids = np.array(encoded.ids, np.int32)
        offsets = np.array(encoded.offsets, np.int32).reshape(-1, 2)
        span = _token_span(offsets, answer)
        room = self._length - len(front) - 1
        for begin, stop in _stretches(len(ids), room, self._overlap):
            start = end = 0
            if span and begin <= span[0] and span[1] < stop:
                start, end = (position - begin + len(front) for position in span)
            window = np.array([*front, *ids[begin:stop], self._closing], np.int32)
            yield Window(window, len(front), offsets[begin:stop], start, end)

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found


def padded(ids: Sequence[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Token ids padded with zeros on the right, and their mask: both (windows, tokens) int32."""
    table = np.zeros((len(ids), max(map(len, ids))), np.int32)
    mask = np.zeros_like(table)
    for row, one in enumerate(ids):
        table[row, : len(one)] = one
        mask[row, : len(one)] = 1
    return table, mask


def _stretches(size: int, room: int, overlap: int) -> Iterator[tuple[int, int]]:
    """Half-open stretches of at most ``room`` that cover ``size``, each sharing ``overlap`` with the one before."""
    begin = 0
    while begin < size:
        stop = min(begin + room, size)
        yield begin, stop
        if stop == size:
            return
        begin = max(stop - overlap, begin + 1)


def _token_span(offsets: NDArray[np.int32], answer: tuple[int, int] | None) -> tuple[int, int] | None:
    """The first and last token that touch the answer's characters; None where there is no answer."""
    if answer is None:
        return None
    touching = np.flatnonzero((offsets[:, 0] < answer[1]) & (offsets[:, 1] > answer[0]))
    return (int(touching[0]), int(touching[-1])) if len(touching) else None
