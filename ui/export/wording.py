"""What Markdown and the printable page both say of an answer, as plain words."""

from __future__ import annotations

from assistant.records import Answer, Citation, Hit, Sentence, Verdict
from ui import words
from ui.answers import made_by
from ui.chat import TurnView
from ui.export.record import KeptTurn


def doubt(sentence: Sentence) -> str:
    """What checking found of a sentence; empty where its quotes support it."""
    if not sentence.citations:
        return words.UNPLACED
    if sentence.verdict is Verdict.SUPPORTED:
        return ""
    return ": ".join(filter(None, [words.VERDICTS[sentence.verdict], "; ".join(sentence.reasons)]))


def place(citation: Citation) -> str:
    """Where a quote stands: title, file, page, offsets, date, and the file's content."""
    titled = citation.title not in ("", citation.source)
    return ", ".join(
        filter(
            None,
            [
                words.REFERENCE.format(title=citation.title, name=citation.source) if titled else citation.source,
                "" if citation.page is None else words.REFERENCE_PAGE.format(page=citation.page),
                words.REFERENCE_SPAN.format(start=citation.start, end=citation.end),
                citation.published.isoformat() if citation.published else "",
                words.REFERENCE_HASH.format(hash=citation.source_id),
            ],
        )
    )


def hit_place(hit: Hit) -> str:
    """Where a passage stands."""
    passage = hit.passage
    return place(
        Citation(0, passage.source_id, hit.source, hit.source, passage.start, passage.end, passage.text, passage.page)
    )


def facts(answer: Answer) -> str:
    """How an answer was made; of a refusal, nothing."""
    return "" if answer.refused else made_by(answer)


def ending(view: TurnView) -> str:
    """Why a turn has no checked answer; empty where it has one."""
    if view.answer is not None:
        return ""
    return view.error or (words.STOPPED if view.partial.strip() else words.STOPPED_EMPTY)


def judgement(turn: KeptTurn) -> str:
    """What the reader thought of the answer; empty if nothing was said."""
    rated = {"good": words.GOOD, "bad": words.BAD, "": ""}[turn.rating]
    return ": ".join(filter(None, [rated, turn.note]))
