"""A conversation as Markdown (CommonMark). Whatever others wrote is escaped until it is nothing but words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.records import Answer, Mode, Sentence
from assistant.text import squeeze
from ui import words
from ui.answers import adds, refusal, was_rephrased
from ui.beside import beside_place
from ui.export.record import Conversation, KeptTurn, References, beside_numbers, nearest
from ui.export.wording import doubt, ending, facts, hit_place, judgement, place
from ui.lines import lines
from ui.markup import plain

_INLINE = re.compile(r"[\\`*_\[\]<>&~|$]")
# What programs turn into links by themselves, though no Markdown says so.
_BARE_LINK = re.compile(r"(?<=\w)(:(?=//)|@)|(?<=\bwww)\.", re.IGNORECASE)
_LINE_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")
_EXCERPT = 400  # characters of a nearest passage


def markdown(conversation: Conversation, day: date) -> str:
    """The whole conversation, its references numbered at the end. ``day`` is today."""
    references = References(conversation)
    blocks = [f"# {inert(conversation.title) or words.NAME}", f"*{inert(words.EXPORTED.format(day=day.isoformat()))}*"]
    for turn in conversation.turns:
        blocks += _turn(turn, references)
    if references.all:
        blocks.append(f"## {words.REFERENCES}")
        blocks.append(
            "\n".join(f"{cited.number}. “{inert(cited.quote)}”  \n   {inert(place(cited))}" for cited in references.all)
        )
    return "\n\n".join(blocks) + "\n"


def inert(text: str) -> str:
    """Text on one line in which nothing is Markdown, HTML or a link: a reader shows the same characters."""
    line = _INLINE.sub(r"\\\g<0>", squeeze(plain(text)))
    line = _BARE_LINK.sub(r"\\\g<0>", line)
    found = _LINE_START.match(line)
    if not found:
        return line
    return f"{found[0]}\\{line[found.end() :]}" if found[0].isdigit() else f"\\{line}"


def _turn(turn: KeptTurn, references: References) -> Iterator[str]:
    yield f"## {inert(turn.view.question)}"
    if turn.view.answer is not None:
        yield from _answer(turn.view.answer, references)
    elif turn.view.partial.strip():
        yield inert(turn.view.partial)
    if left := ending(turn.view):
        yield f"*{inert(left)}*"
    if said := judgement(turn):
        yield f"*{inert(said)}*"


def _answer(answer: Answer, references: References) -> Iterator[str]:
    if was_rephrased(answer):
        yield f"*{inert(words.SEARCHED_FOR.format(query=answer.searched))}*"
    if answer.refused:
        said, what = refusal(answer)
        yield f"**{inert(said)}** {inert(what)}".strip()
        passages = [f"- {inert(cut(hit.passage.text))}  \n  {inert(hit_place(hit))}" for hit in nearest(answer)]
        if passages:
            yield "\n".join([f"{words.NEAREST}:\n", *passages])
    else:
        if adds(answer):
            yield f"**{inert(answer.short_answer)}**"
        yield from _beside(answer, references)
        if answer.mode is Mode.CATALOG:
            yield "  \n".join(map(inert, answer.answer.splitlines()))
        shown = (" ".join(_sentence(each, references) for each in line) for line in lines(answer.sentences))
        yield "  \n".join(shown)
    if answer.note:
        yield f"*{inert(answer.note)}*"
    if told := facts(answer):
        yield f"*{inert(told)}*"


def _beside(answer: Answer, references: References) -> Iterator[str]:
    if answer.differs:
        yield f"{words.DIFFER}:"
    rows = [f"- **{inert(each.text)}** ({inert(beside_place(each))})" for each in answer.beside]
    marks = [f" [{number}]" if number else "" for number in beside_numbers(answer, references)]
    if rows:
        yield "\n".join(row + mark for row, mark in zip(rows, marks, strict=True))


def _sentence(sentence: Sentence, references: References) -> str:
    marks = "".join(f" [{number}]" for number in references.of(sentence))
    doubted = doubt(sentence)
    return f"{inert(sentence.text)}{marks}" + (f" *({inert(doubted)})*" if doubted else "")


def cut(text: str, limit: int = _EXCERPT) -> str:
    """The beginning of a passage, cut between words after ``limit`` characters."""
    line = squeeze(text)
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"
