"""Who said what, as the text itself says it. Pure functions.

Reads "X said", "said X", "X told Y that", "according to X", "X, an analyst who …, said" and quotations that go on after
their attribution; a pronoun is the person last spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.facts import names, quotations
from assistant.speaking import MASK, Attribution, attributions
from assistant.text import sentence_spans, trimmed

_PERSON_PRONOUN = re.compile(r"(?:he|she|who)", re.IGNORECASE)
_ACTS = re.compile(r"(?:,\s(?:an?|the|who)\s|\s(?:has|had|is|was|will|would|did|[a-z]{2,}ed|[a-z]{3,}s)\s)")
_ACTED_ON = re.compile(r"\b(?:in|of|from|to|with|at|by|against|for|on|the|inside|between|and)\s$", re.IGNORECASE)
# What stands between the verb and what is told: "said on Monday that", "told CNN in an interview that".
_LEAD = re.compile(
    r"[\s,;:.\-–—]*(?:(?:(?:on|in|at|during|last|late|early|via|to|by)\s|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
    r"[^,;\x00]{0,40}?\bthat\s|that\s)?"
)
_QUOTE_MARKS = "\"“”„«»‘’'"


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that ``speaker`` is said to have said: ``text == whole[start:end]``.

    ``whole[slice(*speaker_span)] == speaker``; a pronoun is resolved to the name where the text gives one. ``quoted``:
    the words are the speaker's own, in quotation marks (which are outside the span).
    """

    speaker: str
    speaker_span: tuple[int, int]
    start: int
    end: int
    text: str
    quoted: bool


@dataclass(slots=True)
class _Focus:
    """Whom a pronoun means: the last speaker or the last name that acts, as the text is read on."""

    text: str
    person: tuple[int, int] | None = None
    read_to: int = 0

    def read(self, until: int) -> None:
        for name in names(self.text):
            start, end = name.start, name.end
            if not self.read_to <= start < until or self.text[start:end].isupper() or "." in name.value:
                continue
            if _ACTS.match(self.text, end) and not _ACTED_ON.search(self.text, max(0, start - 9), start):
                self.person = (start, end)
        self.read_to = max(self.read_to, until)

    def resolve(self, mention: tuple[int, int]) -> tuple[int, int]:
        self.read(mention[0])
        if _PERSON_PRONOUN.fullmatch(self.text[slice(*mention)]):
            return self.person or mention
        if any(mention[0] <= name.start < mention[1] for name in names(self.text)):
            self.person = mention
        return mention


def _masked(text: str, spans: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        for at in range(start - (start > 0), min(end + 1, len(text))):
            if start <= at < end or text[at] in _QUOTE_MARKS:
                letters[at] = MASK
    return "".join(letters)


def _indirect(masked: str, attribution: Attribution, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of the sentence that are told, outside quotation marks."""
    before, after = (start, attribution.start), (attribution.end, end)
    first_words = masked[start : attribution.start].rstrip()
    aside = first_words.endswith((",", MASK)) and masked[attribution.end :][:1] in (",", ".", ";", "\n", "")
    if (attribution.kind == "before" and not aside) or (attribution.kind == "according" and not first_words):
        told = [after]
    elif first_words.endswith(MASK):
        told = []
    else:  # "Costs rose, she said."
        told = [before, after] if masked[attribution.end :].startswith(",") else [before]
    for a, b in told:
        for piece in re.compile(r"[^\x00]+").finditer(masked, a, b):
            lead = _LEAD.match(masked, piece.start(), piece.end())
            first, last = trimmed(masked, lead.end() if lead else piece.start(), piece.end())
            while last > first and masked[last - 1] in ",;:—–- ":
                last -= 1
            if len(masked[first:last].split()) >= 2:
                yield first, last


def _nearest(found: list[Attribution], start: int, end: int) -> Attribution | None:
    """The attribution that stands closest to a quotation."""
    return min(found, key=lambda a: a.start - end if a.start >= end else start - a.end + 1, default=None)


@lru_cache(maxsize=512)
def _statements(text: str) -> tuple[Statement, ...]:
    quotes = [(quote.start, quote.end) for quote in quotations(text) if len(quote.value.split()) > 2]
    masked = _masked(text, quotes)
    focus, found = _Focus(text), []
    seen: list[tuple[Attribution, tuple[int, int], tuple[int, int]]] = []
    for start, end in sentence_spans(text):
        present = attributions(text, masked, start, end)
        for attribution, following in zip(present, [*present[1:], None], strict=False):
            speaker = focus.resolve(attribution.speaker)
            seen.append((attribution, speaker, (start, end)))
            for a, b in _indirect(masked, attribution, start, following.start if following else end):
                found.append(Statement(text[slice(*speaker)], speaker, a, b, text[a:b], False))
    found += _quoted(text, quotes, seen)
    return tuple(sorted(found, key=lambda statement: (statement.start, statement.end)))


def _quoted(
    text: str, quotes: list[tuple[int, int]], seen: list[tuple[Attribution, tuple[int, int], tuple[int, int]]]
) -> Iterator[Statement]:
    """Each quotation with its speaker: the one its own sentences name, or the one of the quotation that it follows."""
    last: tuple[tuple[int, int], int] | None = None  # speaker, end of the quotation
    for start, end in quotes:
        near = {a: speaker for a, speaker, (first, stop) in seen if first <= end + 1 and start <= stop}
        attribution = _nearest(list(near), start, end)
        speaker = near[attribution] if attribution else None
        if speaker is None and last and "\n" not in text[last[1] : start]:
            speaker = last[0]
        if speaker is not None:
            last = (speaker, end)
            yield Statement(text[slice(*speaker)], speaker, start, end, text[start:end], True)


def statements(text: str) -> list[Statement]:
    """What ``text`` says that somebody said, in text order. Give a whole passage, so that pronouns can be resolved."""
    return list(_statements(text))
