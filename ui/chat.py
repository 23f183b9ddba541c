"""One question on the page: events in, view states out. No Gradio, no HTML; a state says all that is to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.events import AskEvent, Finished, PassagesFound, Searching, Token
from assistant.records import Answer, Turn
from assistant.text import sentence_spans
from ui import words
from ui.faults import told
from ui.scope import Scope

Stage = Literal["searching", "reading", "writing", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class TurnView:
    """All that is shown of one question. ``partial`` is unchecked text; ``answer`` replaces it in the end."""

    question: str
    stage: Stage = "searching"
    searched: str = ""
    found: int = 0  # passages
    partial: str = ""
    answer: Answer | None = None
    error: str = ""
    scope: Scope = field(default_factory=Scope)

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return self.stage in ("searching", "reading", "writing")


def view_turn(question: str, events: Iterable[AskEvent], scope: Scope = Scope()) -> Iterator[TurnView]:
    """The states that a question goes through, the first before any event. Errors become a last state, never rise."""
    view = TurnView(question, scope=scope)
    yield view
    try:
        for event in events:
            view = _after(view, event)
            yield view
    except Exception as error:  # whatever fails below, the page says so and lives on
        yield replace(view, stage="failed", error=told(error))
        return
    if view.running:
        yield stopped(view)


def stopped(view: TurnView) -> TurnView:
    """The state of a question that was given up: what had been written stays."""
    return replace(view, stage="stopped") if view.running else view


def turn_of(view: TurnView) -> Turn:
    """What later questions need to know of this one."""
    text = view.answer.answer if view.answer else view.partial
    return Turn(view.question, text, view.answer.searched if view.answer else view.searched)


def finished_sentences(view: TurnView) -> list[str]:
    """What a screen reader may be told by now: whole sentences only."""
    if view.answer is not None:
        return _told(view.answer)
    if view.stage == "failed":
        return [view.error]
    spans = list(sentence_spans(view.partial))
    whole = spans[:-1] if view.running else spans
    return [view.partial[start:end] for start, end in whole]


def _told(answer: Answer) -> list[str]:
    beside = [words.BESIDE_TOLD.format(label=each.label, text=each.text) for each in answer.beside]
    return [f"{words.DIFFER}." if answer.differs else answer.short_answer or answer.answer, *beside]


def _after(view: TurnView, event: AskEvent) -> TurnView:
    if isinstance(event, Searching):
        return replace(view, searched=event.query)
    if isinstance(event, PassagesFound):
        return replace(view, stage="reading", found=len(event.hits))
    if isinstance(event, Token):
        return replace(view, stage="writing", partial=view.partial + event.text)
    assert isinstance(event, Finished)  # noqa: S101  # the union has no other member
    return replace(view, stage="done", answer=event.answer, searched=event.answer.searched)
