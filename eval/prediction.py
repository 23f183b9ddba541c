"""What one case brought: the answer, the passages found, and where the gold evidence stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from assistant.records import Answer, Citation, Hit
from eval.cases import Case
from eval.judgement import Judgement, judgement_row
from eval.places import Place


@dataclass(frozen=True, slots=True)
class Prediction:
    """``hits`` are the best passages of a search for what the answer searched, best first.

    ``gold`` has, for each evidence quote that stands in the documents, every place where it stands; ``inexact`` are the
    citations whose place does not hold their quote. ``seconds`` is the time from the question to the checked answer.
    ``absent`` are the documents named by the case that the library lacks. ``indexed`` says of each quote of ``gold``
    whether a passage of the library holds at least half of it; it is empty where that is not known.
    """

    answer: Answer
    hits: tuple[Hit, ...]
    gold: tuple[tuple[Place, ...], ...]
    inexact: tuple[Citation, ...]
    seconds: float
    absent: tuple[str, ...] = ()
    indexed: tuple[bool, ...] = ()

    @property
    def cited(self) -> list[Place]:
        """The places that the answer cites, each once."""
        citations = [citation for sentence in self.answer.sentences for citation in sentence.citations]
        return list(dict.fromkeys(Place(c.source, c.start, c.end) for c in citations))

    @property
    def found(self) -> list[Place]:
        """The places of the passages found, best first."""
        return [place_of(hit) for hit in self.hits]


def place_of(hit: Hit) -> Place:
    """Where a passage stands."""
    return Place(hit.source, hit.passage.start, hit.passage.end)


def prediction_line(
    case: Case,
    prediction: Prediction,
    metrics: Mapping[str, float | None],
    cause: str | None = None,
    judgement: Judgement | None = None,
) -> dict[str, Any]:
    """A line of predictions.jsonl: all that is needed to judge the reply again without running it.

    ``used`` are the places of the passages that the answer was made from, ``gold`` those of each quote of the evidence;
    ``usage`` are the tokens that a language model took for it, ``judge`` what another made of it.
    """
    answer = prediction.answer
    return {
        "id": case.id,
        "question": case.question,
        "kind": case.kind,
        "split": case.split,
        "answerable": case.answerable,
        "answers": list(case.answers),
        "searched": answer.searched,
        "answer": answer.answer,
        "short_answer": answer.short_answer,
        "refused": answer.refused,
        "missing": answer.missing,
        "confidence": round(answer.confidence, 6),
        "mode": str(answer.mode),
        "sentences": [
            {"text": each.text, "verdict": str(each.verdict), "citations": [_citation(c) for c in each.citations]}
            for each in answer.sentences
        ],
        "passages": [_passage(hit) for hit in prediction.hits],
        "used": [asdict(place_of(hit)) for hit in answer.passages],
        "gold": [[asdict(place) for place in quote] for quote in prediction.gold],
        "seconds": round(prediction.seconds, 4),
        "timings": {stage: round(seconds, 4) for stage, seconds in answer.timings.items()},
        "usage": None if answer.usage is None else asdict(answer.usage),
        "metrics": dict(metrics),
        "cause": cause,
        "judge": judgement_row(judgement),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "source": citation.source,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "quote": citation.quote,
    }


def _passage(hit: Hit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "source": hit.source,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "text": passage.text,
        "score": round(hit.score, 6),
    }
