"""Sources, passages and answers as JSON shows them."""

from __future__ import annotations

import dataclasses
from typing import Any

from assistant.records import Answer, Beside, Hit, Sentence, Source


def source_row(source: Source) -> dict[str, Any]:
    """A source as JSON shows it; ``source`` is its name, as everywhere in JSON."""
    return {"source": source.name, **dataclasses.asdict(source)}


def hit_row(hit: Hit) -> dict[str, Any]:
    """A passage as JSON shows it."""
    passage = hit.passage
    return {
        "source": hit.source,
        "source_id": passage.source_id,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "text": passage.text,
        "score": hit.score,
        "scores": dataclasses.asdict(hit.scores),
        "heading": passage.heading,
    }


def note_of(answer: Answer) -> str:
    """The note of an answer where nothing is drawn side by side: a sentence tells what would be."""
    if answer.differs:
        told = "; ".join(f"{each.text} ({_dated(each)})" for each in answer.beside)
        return f"The documents differ: {told}. {answer.note}".strip()
    told = "; ".join(f"{each.label}: {each.text}" for each in answer.beside)
    return f"{told}. {answer.note}".strip() if told else answer.note


def _dated(beside: Beside) -> str:
    return f"{beside.document}, {beside.published.isoformat()}" if beside.published else beside.document


def answer_row(answer: Answer) -> dict[str, Any]:
    """An answer as JSON shows it; ``note`` also tells what stands in ``beside``, for programs that know only it."""
    fields = {field.name: getattr(answer, field.name) for field in dataclasses.fields(answer)}
    return {
        **fields,
        "sentences": [_sentence_row(sentence) for sentence in answer.sentences],
        "passages": [hit_row(hit) for hit in answer.passages],
        "note": note_of(answer),
        "usage": dataclasses.asdict(answer.usage) if answer.usage else None,
        "beside": [dataclasses.asdict(each) for each in answer.beside],
        "candidate": dataclasses.asdict(answer.candidate) if answer.candidate else None,
    }


def _sentence_row(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "verdict": sentence.verdict,
        "reasons": sentence.reasons,
        "citations": [dataclasses.asdict(citation) for citation in sentence.citations],
    }
