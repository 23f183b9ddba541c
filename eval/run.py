"""Running cases through an assistant: documents in, questions asked, each answer kept with where its gold stands."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import CasesError
from assistant.events import Failed
from assistant.records import Answer, Citation, Turn
from assistant.terminal import printable
from eval.cases import Case
from eval.places import Place, is_called, locate
from eval.prediction import Prediction

DEPTH = 10  # passages searched for the retrieval metrics
Report = Callable[[str], None]


def to_stderr(line: str) -> None:
    """Report a line of progress."""
    sys.stderr.write(printable(line) + "\n")


def ingest(assistant: Assistant, documents: Path, report: Report = to_stderr) -> None:
    """Put every document of a folder into the assistant's library. Raises CasesError when none can be read."""
    if not documents.is_dir():
        raise CasesError(f"{documents} is not a folder. Give the folder of the cases' documents with --documents.")
    for event in assistant.add([documents]):
        if isinstance(event, Failed):
            report(f"left out: {event.name}: {event.reason}")
    sources = assistant.sources()
    if not sources:
        raise CasesError(f"No document in {documents} could be read. Put documents there, or give another folder.")
    report(f"{len(sources)} documents are in the library")


def predict(
    assistant: Assistant, cases: Sequence[Case], report: Report = to_stderr
) -> Iterator[tuple[Case, Prediction]]:
    """Ask every case, in order. Documents that cases name and the library lacks are reported; they count as missed."""
    runner = _Runner(assistant)
    if absent := runner.absent(cases):
        report("the cases name documents that are not in the library: " + ", ".join(absent))
    for case in cases:
        yield case, runner.predict(case)


class _Runner:
    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._sources = [source.name for source in assistant.sources()]
        self._passages = cache(
            lambda source: [Place(source, each.start, each.end) for each in assistant.passages(source)]
        )
        self._text = cache(lambda source: assistant.document(source).text)

    def absent(self, cases: Sequence[Case]) -> list[str]:
        named = {name for case in cases for name in case.documents}
        named |= {name for case in cases for evidence in case.evidence for name in evidence.documents}
        return sorted(name for name in named if not any(is_called(source, name) for source in self._sources))

    def predict(self, case: Case) -> Prediction:
        history = self._history(case.history)
        begun = time.perf_counter()
        answer = self._assistant.answer(case.question, history)
        seconds = time.perf_counter() - begun
        located = (locate(evidence, self._sources, self._text) for evidence in case.evidence)
        gold = tuple(places for places in located if places)
        return Prediction(
            answer=answer,
            hits=tuple(self._assistant.search(answer.searched or case.question, DEPTH)),
            gold=gold,
            inexact=tuple(citation for citation in _citations(answer) if not self._is_exact(citation)),
            seconds=seconds,
            absent=tuple(self.absent([case])),
            indexed=tuple(any(self._is_indexed(place) for place in places) for places in gold),
        )

    def _is_indexed(self, place: Place) -> bool:
        return any(passage.covers_half(place) for passage in self._passages(place.source))

    def _history(self, turns: Sequence[Turn]) -> list[Turn]:
        """The turns before the question; those without an answer are asked now."""
        history: list[Turn] = []
        for turn in turns:
            if turn.answer:
                history.append(turn)
            else:
                answer = self._assistant.answer(turn.question, history)
                history.append(Turn(turn.question, answer.answer, answer.searched))
        return history

    def _is_exact(self, citation: Citation) -> bool:
        known = citation.source in self._sources
        return known and self._text(citation.source)[citation.start : citation.end] == citation.quote != ""


def _citations(answer: Answer) -> list[Citation]:
    return [citation for sentence in answer.sentences for citation in sentence.citations]
