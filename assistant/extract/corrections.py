"""Sentences that tell what a document once said and takes back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.extract.candidate import Candidate

_TAKEN_BACK = re.compile(
    r"\b(?:earlier|previous|prior|original) versions? of (?:this|the) (?:news )?"
    r"(?:article|story|report|post|page|piece|column|review|document|headline|text)\b.{0,40}?"
    r"\b(?:said|stated?|reported|gave|given|listed|referred|described|identified|wrong\w*|incorrect\w*|mis[a-z]+ed)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKED_FOR = re.compile(r"\bversions?\b|\bcorrect(?:ed|ion)|\berrors?\b|\bmistakes?\b|\bwrong|\bmisstat", re.IGNORECASE)


def without_corrections(question: str, found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates but for those that quote what was corrected, unless the question asks for just that."""
    asked = _ASKED_FOR.search(question)
    return [each for each in found if asked or not _TAKEN_BACK.search(each.text)]
