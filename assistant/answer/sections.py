"""Questions that a heading answers: "What are the recommendations?" asks for what stands under that heading."""

from __future__ import annotations

import re

from assistant.answer.origin import WORKS
from assistant.records import BlockKind, Document
from assistant.text import content_stems, stems

Span = tuple[int, int]

_ASKED = re.compile(
    r"^(?:please )?(?:(?:what|which) (?:are|were)|list|name|give me|show me|tell me)\s+(?:all )?(?:the|its|their)\s+"
    r"(?P<what>.+)$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"^(?:(?:item|section|article|chapter|part|annex)\s+)?(?:\d+[a-z]?|[ivx]+|[a-z])?(?:\.\d+)*[.):]?\s+", re.I
)
# Stems that name a document, or tell nothing of what is in it.
_PLAIN = frozenset(stems(f"{WORKS} survey main key mentioned mention given made listed stated say says"))
_MORE = 1  # words that a heading may have beyond those asked for


def section_asked(question: str) -> frozenset[str]:
    """Stems of what is asked for, where a heading may be its name; empty where none can be."""
    asked = _ASKED.match(question.strip(" ?!."))
    return frozenset(content_stems(asked["what"])) if asked else frozenset()


def section_of(document: Document, named: str, wanted: frozenset[str]) -> Span | None:
    """What stands under the first heading that is called so, up to the next of its level; None where none is.

    ``named`` is what the document itself is called, which the question may say, too.
    """
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    own = set(stems(named)) | _PLAIN
    for number, block in enumerate(headings):
        called = set(content_stems(_NUMBERING.sub("", document.text[block.start : block.end])))
        inside = called & wanted
        if inside - _PLAIN and len(called - wanted) <= _MORE and not wanted - called - own:
            after = (later.start for later in headings[number + 1 :] if later.level <= block.level)
            return block.end, next(after, len(document.text))
    return None
