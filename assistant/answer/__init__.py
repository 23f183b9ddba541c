"""The query engine and its two synthesizers: one quotes; the one that writes is imported where a model is named.

It is ``assistant.answer.generated``, and brings OpenAI's client, which takes a third of what starting takes.
"""

from assistant.answer.draft import Draft, Synthesizer, answer_of, finish
from assistant.answer.engine import answer, build_engine, retrieve
from assistant.answer.extractive import ExtractiveSynthesizer

__all__ = [
    "Draft",
    "ExtractiveSynthesizer",
    "Synthesizer",
    "answer",
    "answer_of",
    "build_engine",
    "finish",
    "retrieve",
]
