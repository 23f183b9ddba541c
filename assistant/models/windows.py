"""A question and a passage as windows of tokens, [CLS] question [SEP] title: passage [SEP], and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.training.questions import Question, chance

LENGTH = 320  # tokens of a window
OVERLAP = 128  # passage tokens that a window shares with the one before
LONGEST_QUESTION = 64
LONGEST_TITLE = 16
TITLED = 0.5  # share of questions whose windows begin with the title, so that the reader does well with and without


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

    def of(self, question: Question, *, titled: bool) -> Iterator[Window]:
        """The windows of a question, in the order of its passage; one at least, and with a blank passage none."""
        asked = self._ids(question.question)[:LONGEST_QUESTION]
        heading = self._ids(f"{question.title.replace('_', ' ')}:")[:LONGEST_TITLE] if titled else []
        front = [self._opening, *asked, self._closing, *heading]
        passage = self._tokenizer.encode(question.passage, add_special_tokens=False)
        ids = np.array(passage.ids, np.int32)
        offsets = np.array(passage.offsets, np.int32).reshape(-1, 2)
        answer = _token_span(offsets, question.answer)
        room = self._length - len(front) - 1
        for begin, stop in _stretches(len(ids), room, self._overlap):
            start = end = 0
            if answer and begin <= answer[0] and answer[1] < stop:
                start, end = (position - begin + len(front) for position in answer)
            window = np.array([*front, *ids[begin:stop], self._closing], np.int32)
            yield Window(window, len(front), offsets[begin:stop], start, end)

    def _ids(self, text: str) -> list[int]:
        found: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return found


def has_title(question: Question) -> bool:
    """Whether the windows of this question begin with its title: half of the questions, and only a real title."""
    made_up = question.title.startswith(("Amazon_Reviews", "Filtered_Reddit"))
    return not made_up and chance("title", question.id).random() < TITLED


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
