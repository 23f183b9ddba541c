"""Scripted answers of which several stand side by side: documents that differ, and two things that are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.events import AskEvent, Finished
from assistant.records import Answer, Beside, Mode, Sentence, Verdict

if TYPE_CHECKING:
    from tests.ui.pretend import PretendAssistant

QUOTES = (("ferry.md", "In a gale above force nine"), ("ledger.txt", "the long ledger tells of barrel 7"))


def differing(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    """Two documents with different answers; the first is the short answer too."""
    yield Finished(_answer(assistant, question, "force nine", ("", "force nine"), ("", "barrel 7")))


def comparing(assistant: PretendAssistant, question: str) -> Iterator[AskEvent]:
    """Two things of which the first is the answer."""
    yield Finished(_answer(assistant, question, "The Skua", ("The Skua", "force nine"), ("The ledger", "barrel 7")))


def _answer(assistant: PretendAssistant, question: str, short: str, *told: tuple[str, str]) -> Answer:
    cited = [assistant.cite(number, *quote) for number, quote in enumerate(QUOTES, 1)]
    sentences = tuple(Sentence(each.quote, (each,), Verdict.SUPPORTED) for each in cited)
    text = " ".join(each.quote for each in cited)
    beside = tuple(
        Beside(
            "thing" if label else "document",
            label or each.title,
            text,
            each.number,
            each.source,
            each.title,
            each.published,
        )
        for each, (label, text) in zip(cited, told, strict=True)
    )
    answer = Answer(question, question, text, short, False, 0.8, Mode.EXTRACTIVE, sentences, assistant.hits())
    return replace(answer, beside=beside)
