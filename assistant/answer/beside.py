"""Short answers to be shown side by side, each tied to the citation that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.extract import Candidate
from assistant.records import Beside, Citation, Sentence


def beside(text: str, cited: Citation, thing: str = "") -> Beside:
    """A short answer that stands on ``cited``; what is not said of a ``thing`` goes by its document."""
    label = thing or cited.title or cited.source
    of: Literal["thing", "document"] = "thing" if thing else "document"
    return Beside(of, label, text, cited.number, cited.source, cited.title, cited.published)


def differing(told: Iterable[tuple[Candidate, str]], sentences: Sequence[Sentence]) -> tuple[Beside, ...]:
    """What each document says; ``told`` are places, all of them cited by ``sentences``, each with its short answer."""
    citations = [citation for sentence in sentences for citation in sentence.citations]
    numbered = {(each.source_id, each.start, each.end): each for each in citations}
    return tuple(beside(text, numbered[place.hit.passage.source_id, place.start, place.end]) for place, text in told)
