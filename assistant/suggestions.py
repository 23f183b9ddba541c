"""Questions to begin or to go on with, made of the documents' own titles and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer.sections import section_asked, section_of
from assistant.library import Library
from assistant.records import Answer, BlockKind, Source, Turn
from assistant.text import words

MOST = 3
SOURCES = 4  # that are looked at
SHORTEST, LONGEST = 2, 8  # words of a heading that makes a question


def suggestions(
    library: Library, sources: Sequence[Source], answer: Answer | None, history: Sequence[Turn]
) -> list[str]:
    """Up to three questions about the documents of the answer, or else about the newest of ``sources``."""
    cited = (
        {citation.source_id for sentence in answer.sentences for citation in sentence.citations} if answer else set()
    )
    newest = sorted(sources, key=lambda source: source.added, reverse=True)
    chosen = [source for source in newest if source.id in cited] or newest
    asked = {turn.question for turn in history} | ({answer.question} if answer else set())
    found: list[str] = []
    for question in _in_turn([list(_questions(library, source)) for source in chosen[:SOURCES]]):
        if question not in asked and question not in found:
            found.append(question)
        if len(found) == MOST:
            break
    return found


def _questions(library: Library, source: Source) -> Iterator[str]:
    document = library.document(source.id)
    for block in document.blocks:
        heading = document.text[block.start : block.end].strip()
        if block.kind is not BlockKind.HEADING or not SHORTEST <= len(words(heading)) <= LONGEST or "\n" in heading:
            continue
        question = f"What are the {heading[:1].lower()}{heading[1:]}?"
        if heading.endswith("s") and section_of(document, source.title or source.name, section_asked(question)):
            yield question


def _in_turn(questions: Sequence[Sequence[str]]) -> Iterator[str]:
    """The first of each, then the second of each, and so on."""
    for number in range(max(map(len, questions), default=0)):
        yield from (each[number] for each in questions if number < len(each))
