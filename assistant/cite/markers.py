"""Reads the ``[n]`` markers of a written answer and makes its Markdown plain text. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text import sentence_spans, squeeze, word_spans

_MOST = 20  # numbers in one marker; "[1-900]" is no citation

_LIST = r"\^?\d{1,3}(?:\s*[-–—,;&]\s*\^?\d{1,3})*"
_MARKER = re.compile(
    rf"\s*(?:\[\s*(?:passages?|sources?|docs?|documents?)?\s*(?P<square>{_LIST})\s*\]|[【［](?P<wide>{_LIST})[^】］]{{0,40}}[】］]"
    r"|\[\^?[nN]\]|\[\d{0,3}\s*$)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d+)\s*[-–—]\s*\^?(\d+)|(\d+)")

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/tr|/h\d)\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\))")
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\]]*[^\s<>\].,;:!?'\")]>?")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3}|~~)(?=\S)(.{1,400}?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`+([^`\n]*)`+")
_LINE_MARK = re.compile(r"^\s*(?:>\s*)*(?P<item>(?:[-*+•‣–]|\d{1,3}[.)])\s+|#{1,6}\s+|\|)?")
_YES_OR_NO = re.compile(r"(?:yes|no)[.!]", re.IGNORECASE)
# Where a space makes an image, a link or a tag that got through plain words again, whoever shows them as Markdown.
_ALIVE = re.compile(r"(?<=\])(?=[(:])|(?<=<)(?=[a-zA-Z/!?])")
_RULE = re.compile(r"^[\s|:*_=\-`~]*$")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of an answer without its markers, and the passage numbers that they gave, in order, each once."""

    text: str
    numbers: tuple[int, ...]


def split_marked(text: str) -> list[MarkedSentence]:
    """The sentences of an answer. A marker after the full stop belongs to the sentence before it.

    Each item of a list is a sentence of its own (or more). Markdown and HTML become plain text; addresses are dropped.
    """
    return [sentence for block in _blocks(_plain(text)) for sentence in _sentences(block)]


def _plain(text: str) -> str:
    text = _TAG.sub("", _BREAK.sub("\n", _THOUGHT.sub("", text)))
    text = _LINK.sub(lambda match: f"[{match[1]}]" if re.fullmatch(_LIST, match[1]) else match[1], text)
    text = _CODE.sub(r"\1", _URL.sub("", text))
    return _EMPHASIS.sub(r"\2", text)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs, list items, headings and table rows; a wrapped paragraph's lines are joined."""
    lines: list[str] = []
    for line in text.splitlines():
        mark = _LINE_MARK.match(line)
        bare = "" if _RULE.match(line) else line[mark.end() if mark else 0 :].strip()
        if not bare or (mark and mark["item"]):
            yield " ".join(lines)
            lines = []
        if bare:
            lines.append(bare.strip("|").replace(" | ", ", "))
        if mark and mark["item"] and mark["item"][0] in "#|":
            yield " ".join(lines)
            lines = []
    yield " ".join(lines)


def _numbers(match: re.Match[str]) -> list[int]:
    found: list[int] = []
    for part in _RANGE.finditer(match["square"] or match["wide"] or ""):
        first, last = (int(part[1]), int(part[2])) if part[1] else (int(part[3]), int(part[3]))
        found += range(first, min(last, first + _MOST) + 1)
    return found[:_MOST]


def _sentences(block: str) -> Iterator[MarkedSentence]:
    bare, markers = "", []
    at = 0
    for match in _MARKER.finditer(block):
        bare += block[at : match.start()]
        markers.append((len(bare), _numbers(match)))
        at = match.end()
        if bare and block[at : at + 1].isalnum():
            bare += " "
    bare += block[at:]
    spans = _joined(bare)
    for i, (start, end) in enumerate(spans):
        # A marker at the very beginning of a block belongs to its first sentence.
        upper = spans[i + 1][0] if i + 1 < len(spans) else len(bare)
        numbers = [n for place, given in markers if (start < place or i == 0) and place <= upper for n in given]
        text = re.sub(r"\s+([,.;:!?])", r"\1", squeeze(bare[start:end]))
        yield MarkedSentence(_ALIVE.sub(" ", text), tuple(dict.fromkeys(numbers)))


def _joined(text: str) -> list[tuple[int, int]]:
    """Sentence spans. One without a word is joined to the sentence before, and "Yes." or "No." to the one after."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        if spans and (_YES_OR_NO.fullmatch(text, *spans[-1]) or not word_spans(text[start:end])):
            spans[-1] = (spans[-1][0], end)
        elif word_spans(text[start:end]):
            spans.append((start, end))
    return spans
