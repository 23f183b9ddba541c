"""An answer as the Markdown of a chat message: markers in the text, and below it the places they link to.

``[1]`` and a definition ``[1]: <address> "quote"`` make a link wherever Markdown is shown and a reference elsewhere.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from assistant.records import Answer, Citation, Hit, Mode, Sentence, Verdict
from assistant.text import squeeze
from ui import words
from ui.answers import adds, reference, was_rephrased
from ui.beside import beside_place
from ui.markup import plain

_NEAREST = 3
_EXCERPT = 240  # characters of a nearest passage that are shown
_QUOTE = 400  # characters of a quote that its link tells
_SPECIAL = re.compile(r"([\\`*_\[\]<~]|&(?=#?\w+;))")
_SEARCHED = re.compile(re.escape(f"*{words.SEARCHED_FOR}*\n\n").replace(re.escape("{query}"), "(.*)"))
_DEFINITIONS = re.compile(r"\n\n\[\d+\]: <.*\Z", re.DOTALL)
_MARKS = re.compile(r"\\(.)| ?\[\d+\]|\*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker in a message: its half-open span in characters, and what it cites."""

    start: int
    end: int
    citation: Citation


@dataclass(slots=True)
class Message:
    """A message as it is written: its pieces, about a sentence each, and the markers in them."""

    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The whole message."""
        return "".join(self.pieces)

    def add(self, *parts: str | Citation) -> None:
        """One more piece; a citation in it becomes its marker."""
        begun = self._length
        for part in parts:
            shown = f"[{part.number}]" if isinstance(part, Citation) else part
            if isinstance(part, Citation):
                self.marks.append(Mark(self._length, self._length + len(shown), part))
            self._length += len(shown)
        if self._length > begun:
            self.pieces.append("".join(f"[{part.number}]" if isinstance(part, Citation) else part for part in parts))

    def annotations(self, page: str) -> list[dict[str, Any]]:
        """The markers as OpenAI's annotations, each with its address on the ``page``."""
        return [
            {
                "type": "url_citation",
                "url_citation": {
                    "start_index": mark.start,
                    "end_index": mark.end,
                    "title": plain(mark.citation.title or mark.citation.source),
                    "url": place_address(page, mark.citation),
                },
            }
            for mark in self.marks
        ]


def place_address(page: str, citation: Citation) -> str:
    """The address at which the page opens a citation's source at its quote. ``page`` ends in a slash."""
    place = {"source": citation.source_id, "start": citation.start, "end": citation.end}
    return f"{page}?{urlencode(place)}"


def write(answer: Answer, page: str) -> Message:
    """All that the page would show of an answer, in the same order; ``page`` is the page's address."""
    message = Message()
    if was_rephrased(answer):
        message.add("*", words.SEARCHED_FOR.format(query=_said(answer.searched)), "*\n\n")
    if answer.refused:
        _refuse(message, answer)
    else:
        _state(message, answer)
    if answer.note:
        message.add(f"\n\n*{_said(answer.note)}*")
    cited = {mark.citation.number: mark.citation for mark in message.marks}
    for place, number in enumerate(sorted(cited)):
        message.add("\n" if place else "\n\n", _definition(cited[number], page))
    return message


def recalled(content: str) -> tuple[str, str]:
    """The answer's own text, and what was searched, of a message that ``write`` wrote or anybody else did."""
    searched = _SEARCHED.match(content)
    body = _DEFINITIONS.sub("", content[searched.end() :] if searched else content)
    return _unmarked(body).strip(), _unmarked(searched[1]) if searched else ""


def _state(message: Message, answer: Answer) -> None:
    if answer.mode is Mode.CATALOG:
        message.add(
            "\n".join(
                f"- {_said(line[2:])}" if line.startswith("- ") else _said(line) + "\n"
                for line in answer.answer.splitlines()
            )
        )
        return
    if adds(answer):
        message.add(f"**{_said(answer.short_answer)}**\n\n")
    _set_beside(message, answer)
    for place, sentence in enumerate(answer.sentences):
        message.add(" " if place else "", *_sentence(sentence))


def _set_beside(message: Message, answer: Answer) -> None:
    if answer.differs:
        message.add(f"{words.DIFFER}:\n\n")
    for each in answer.beside:
        standing = answer.standing(each)
        mark: tuple[str | Citation, ...] = (" ", standing[1]) if standing else ()
        message.add(f"- **{_said(each.text)}** ({_said(beside_place(each))})", *mark, "\n")
    if answer.beside:
        message.add("\n")


def _sentence(sentence: Sentence) -> list[str | Citation]:
    parts: list[str | Citation] = [_said(sentence.text)]
    for citation in sentence.citations:
        parts += [" ", citation]  # two markers that touch would be one link in Markdown
    if sentence.verdict is not Verdict.SUPPORTED or not sentence.citations:
        doubt = words.VERDICTS[sentence.verdict] if sentence.citations else words.UNPLACED
        parts.append(f" ({doubt})")
    return parts


def _refuse(message: Message, answer: Answer) -> None:
    if answer.candidate:
        message.add(f"{words.NOT_CERTAIN} {_said(answer.candidate.text)} ", answer.candidate.citations[0])
        return
    missing = f" {words.MISSING}: {_said(answer.missing)}" if answer.missing else ""
    message.add(words.NOT_SAID, missing)
    for number, hit in enumerate(answer.passages[:_NEAREST], 1):
        message.add(f"\n\n{words.NEAREST}:\n" if number == 1 else "", "\n- ", _excerpt(hit), " ", _place(number, hit))


def _excerpt(hit: Hit) -> str:
    return _said(textwrap.shorten(hit.passage.text, _EXCERPT, placeholder=" …"))


def _place(number: int, hit: Hit) -> Citation:
    passage = hit.passage
    where = passage.start, passage.end
    return Citation(number, passage.source_id, hit.source, hit.source, *where, passage.text, passage.page)


def _definition(citation: Citation, page: str) -> str:
    quote = textwrap.shorten(citation.quote, _QUOTE, placeholder=" …")
    title = _said(reference(replace(citation, quote=quote))).replace('"', r"\"")
    return f'[{citation.number}]: <{place_address(page, citation)}> "{title}"'


def _said(text: str) -> str:
    """Words of a document or a model as Markdown that shows just these characters: no link, image, tag or marker."""
    return _SPECIAL.sub(r"\\\1", plain(squeeze(text)))


def _unmarked(text: str) -> str:
    return _MARKS.sub(lambda mark: mark[1] or "", text)
