"""The query engine and its two synthesizers: one quotes, one writes."""

from assistant.answer.draft import Draft, Synthesizer, finish
from assistant.answer.engine import answer, answer_of, build_engine, retrieve
from assistant.answer.extractive import ExtractiveSynthesizer
from assistant.answer.generated import GeneratedSynthesizer

__all__ = [
    "Draft",
    "ExtractiveSynthesizer",
    "GeneratedSynthesizer",
    "Synthesizer",
    "answer",
    "answer_of",
    "build_engine",
    "finish",
    "retrieve",
]
