"""The flow: form, sift, try, and stop in time. Whatever is asked meanwhile goes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from assistant.errors import UnknownSource
from assistant.records import Answer, Filters, Turn
from assistant.session import standalone
from assistant.suggest.near import Ground, Shelf, around, beginnings
from assistant.suggest.sifting import Candidate, Spoken, in_turn, steps, unlike
from assistant.suggest.trying import is_answered

MOST = 3  # questions that are offered
_TRIES = 9
_SECONDS = 4.0
_PATIENCE = 1.0  # seconds that another's suggestions are waited for

Quoted = Callable[[str, Filters], Answer]
"""Answers a question on its own from the documents' own words; no language model is asked."""


class Suggesting:
    """Offers questions over one library. Safe to use from threads, of which one is at work at a time."""

    def __init__(
        self, shelf: Shelf, quoted: Quoted, seconds: float = _SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._shelf, self._quoted, self._seconds, self._clock = shelf, quoted, seconds, clock
        self._working = threading.Lock()
        self._counting = threading.Lock()
        self._asked = 0  # questions that are being answered

    @contextmanager
    def giving_way(self) -> Iterator[None]:
        """While a question is answered, nothing is tried: what is at work ends with what it has."""
        with self._counting:
            self._asked += 1
        try:
            yield
        finally:
            with self._counting:
                self._asked -= 1

    def suggestions(
        self, answer: Answer | None, history: Sequence[Turn], filters: Filters, strictness: float
    ) -> list[str]:
        """Up to ``MOST`` questions to go on with after ``answer``, or to begin with, each tried with ``filters``."""
        until = self._clock() + self._seconds
        if not self._working.acquire(timeout=_PATIENCE):
            return []
        try:
            turns = [*history, *([Turn(answer.question, answer.answer, answer.searched)] if answer else [])]
            kept: list[Candidate] = []
            for candidate in self._candidates(answer, turns, filters):
                if self._clock() >= until or self._asked or len(kept) == MOST:
                    break
                if unlike(candidate.question, [each.question for each in kept]) and is_answered(
                    candidate, self._quoted(candidate.question, filters), strictness
                ):
                    kept.append(candidate)
            return [each.question for each in kept]
        except UnknownSource:  # removed meanwhile
            return []
        finally:
            self._working.release()

    def _candidates(self, answer: Answer | None, turns: Sequence[Turn], filters: Filters) -> Iterator[Candidate]:
        """The questions that are worth a try, as many as are tried at most."""
        spoken = Spoken(
            tuple(text for turn in turns for text in (turn.question, turn.searched) if text),
            tuple(turn.answer for turn in turns),
        )
        grounds = around(answer, self._shelf, filters) if answer else beginnings(self._shelf, filters)
        read = " ".join((answer.searched, answer.answer)) if answer else ""
        found = (each for rank, ground in enumerate(grounds) for each in self._of(ground, rank, read))
        new = (each for each in found if not spoken.knows(each) and standalone(each.question, turns) == each.question)
        for _, candidate in zip(range(_TRIES), in_turn(new, widely=answer is None), strict=False):
            yield candidate

    def _of(self, ground: Ground, rank: int, read: str) -> Iterator[Candidate]:
        text = self._shelf.text(ground.source.id)
        for posed in ground.posed(text, read):
            away = steps(ground.distance(posed), rank)
            yield Candidate(posed, ground.source, text[posed.start : posed.end], away)
