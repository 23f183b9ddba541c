"""Abbreviations in a question, written out as a text has them."""

from __future__ import annotations

import re

from assistant.facts.mentions import acronyms
from assistant.facts.naming import names
from assistant.text import fold

_SHORT = re.compile(r"(?<![\w.])(?:[A-Z]{2,6}|(?:[A-Z]\.){2,6}|R&D)(?![\w.&])")
# Those that stand for no name; names are found by their initials.
_KNOWN = {
    "AGM": "annual general meeting",
    "CEO": "chief executive officer",
    "CFO": "chief financial officer",
    "COO": "chief operating officer",
    "CPI": "consumer price index",
    "CTO": "chief technology officer",
    "EPS": "earnings per share",
    "GDP": "gross domestic product",
    "HQ": "headquarters",
    "IPO": "initial public offering",
    "MP": "member of parliament",
    "NGO": "non-governmental organisation",
    "PM": "prime minister",
    "R&D": "research and development",
    "VAT": "value added tax",
}


def spelt_out(question: str, text: str) -> str:
    """The question with each abbreviation that ``text`` does not have replaced by the words that it does have."""

    def long(match: re.Match[str]) -> str:
        short = match.group().replace(".", "")
        if fold(short) in acronyms(text):
            return match.group()
        known = _KNOWN.get(short, "")
        if known and fold(known) in fold(text):
            return known
        return next((fact.value for fact in names(text) if _initials(fact.value) == short), match.group())

    return question if question.isupper() else _SHORT.sub(long, question)


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())
