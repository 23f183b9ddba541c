"""Planted errors: sentences of the documents made wrong in one way each, to see which of them the check flags.

Each claim is made by rule from a sentence that a case names as evidence, and is checked against that sentence as its
quote. True claims are the same sentences shortened, so that none is a mere copy.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.attribution import statements
from assistant.facts import Fact, dates, names, numbers, quotations
from assistant.text import fold, sentence_spans

AROUND = 600  # characters of the document on each side of a quote that are given as its context
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should|does|did|do)\b(?! not\b)(?!n['’]t)"
)
_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should|does|did|do) not\b")
_FEWEST = 6  # words of a claim


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document: ``text[start:end]``."""

    document: str
    text: str  # of the whole document
    start: int
    end: int

    @property
    def words(self) -> str:
        """The sentence."""
        return self.text[self.start : self.end]

    @property
    def context(self) -> str:
        """The sentence and what stands around it."""
        return self.text[max(0, self.start - AROUND) : self.end + AROUND]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to check against a quote. ``error`` is what was made wrong; "" for a true one."""

    error: str
    text: str
    quote: Quote


Plant = Callable[[Quote, str, random.Random], str | None]


def claims(quotes: Sequence[Quote]) -> Iterator[Claim]:
    """For each quote its true claim, and one for each error that can be planted in it. The same every time."""
    for number, quote in enumerate(quotes):
        true = shortened(quote.words)
        if len(true.split()) < _FEWEST:
            continue
        yield Claim("", true, quote)
        for error, plant in PLANTS.items():
            made = plant(quote, true, random.Random(f"{error} {quote.document} {quote.start}"))  # noqa: S311
            if made and fold(made) != fold(true):
                yield Claim(error, made, quote)
        other = next((each for each in _from(quotes, number) if each.document != quote.document), None)
        if other and len(shortened(other.words).split()) >= _FEWEST:
            yield Claim("another document", shortened(other.words), quote)


def _from(quotes: Sequence[Quote], number: int) -> Iterator[Quote]:
    """The quotes after ``number``, and round again."""
    yield from (*quotes[number + 1 :], *quotes[:number])


def shortened(sentence: str) -> str:
    """The sentence without its last part behind a comma, where enough is left; else behind "In short,"."""
    cut = re.sub(r",(?=\s)(?:(?!,\s).)*$", ".", sentence)
    enough = cut != sentence and len(cut.split()) >= max(_FEWEST, len(sentence.split()) // 2)
    return cut if enough and cut.count('"') % 2 == 0 and cut.count("“") == cut.count("”") else f"In short, {sentence}"


def _swapped(claim: str, found: Sequence[Fact[Any]], others: Sequence[str], choose: random.Random) -> str | None:
    """The claim with one of its facts exchanged for another."""
    if not found or not others:
        return None
    fact = choose.choice(found)
    return f"{claim[: fact.start]}{choose.choice(others)}{claim[fact.end :]}"


def _number(quote: Quote, claim: str, choose: random.Random) -> str | None:
    taken = [(fact.start, fact.end) for fact in dates(claim)]
    found = [
        fact
        for fact in numbers(claim)
        if fact.value.unit not in ("ordinal", "time") and not any(a < fact.end and fact.start < b for a, b in taken)
    ]
    if not found:
        return None
    fact = choose.choice(found)
    near = {f.value.value for f in numbers(quote.words)}
    others = [
        quote.text[other.start : other.end]
        for other in numbers(quote.text)
        if other.value.unit == fact.value.unit and other.value.value not in near
    ]
    return _swapped(claim, [fact], sorted(set(others)), choose)


def _date(quote: Quote, claim: str, choose: random.Random) -> str | None:
    there = {fact.value for fact in dates(quote.words)}
    found = dates(claim)
    if not found:
        return None
    fact = choose.choice(found)
    others = {
        quote.text[other.start : other.end]
        for other in dates(quote.text)
        if other.value not in there
        and not any(other.value.told_by(own) or own.told_by(other.value) for own in there)
        and (other.value.day is None) == (fact.value.day is None)
    }
    return _swapped(claim, [fact], sorted(others), choose)


def _name(quote: Quote, claim: str, choose: random.Random) -> str | None:
    spoken = {fold(word) for name in names(quote.words) for word in name.value.split()}
    found = [name for name in names(claim) if name.sure]
    others = {
        name.value
        for name in names(quote.text)
        if name.sure and not spoken & {fold(word) for word in name.value.split()}
    }
    return _swapped(claim, found, sorted(others), choose)


def _speaker(quote: Quote, claim: str, choose: random.Random) -> str | None:
    found = [said for said in statements(claim) if names(said.speaker)]
    if not found:
        return None
    said = found[0]
    own = {fold(word) for word in said.speaker.split()}
    others = {
        name.value
        for other in statements(quote.text)
        for name in names(other.speaker)
        if not own & {fold(word) for word in name.value.split()}
    }
    start, end = said.speaker_span
    return f"{claim[:start]}{choose.choice(sorted(others))}{claim[end:]}" if others else None


def _negation(quote: Quote, claim: str, choose: random.Random) -> str | None:
    if _NOT.search(claim):
        return _NOT.sub(r"\1", claim, count=1)
    return _AUXILIARY.sub(r"\1 not", claim, count=1) if _AUXILIARY.search(claim) else None


def _stitched(quote: Quote, claim: str, choose: random.Random) -> str | None:
    """A quotation that ends in the words of another one."""
    own = [fact for fact in quotations(claim) if len(fact.value.split()) > 3]
    others = [fact.value for fact in quotations(quote.text) if len(fact.value.split()) > 3]
    others = [value for value in others if value not in quote.words]
    if not own or not others:
        return None
    half = len(own[0].value.split()) // 2
    tail = choose.choice(others).split()
    joined = " ".join([*own[0].value.split()[:half], *tail[len(tail) // 2 :]])
    return f"{claim[: own[0].start]}{joined}{claim[own[0].end :]}"


def _exchanged(quote: Quote, claim: str, choose: random.Random) -> str | None:
    """Two figures or dates of the sentence in each other's place."""
    if " | " in claim:  # a row of a table says nothing of its figures
        return None
    figures = [fact for fact in numbers(claim) if fact.value.unit not in ("ordinal", "time")]
    whens = dates(claim)
    figures = [f for f in figures if not any(d.start < f.end and f.start < d.end for d in whens)]
    kinds: tuple[Sequence[Fact[Any]], ...] = (figures, whens)
    pairs = [
        (one, other)
        for found in kinds
        for one, other in pairwise(found)
        if getattr(one.value, "unit", "") == getattr(other.value, "unit", "") and one.value != other.value
    ]
    if not pairs:
        return None
    one, other = choose.choice(pairs)
    first, second = claim[one.start : one.end], claim[other.start : other.end]
    return f"{claim[: one.start]}{second}{claim[one.end : other.start]}{first}{claim[other.end :]}"


PLANTS: dict[str, Plant] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "speaker": _speaker,
    "negation": _negation,
    "stitched quotation": _stitched,
    "exchanged figures": _exchanged,
}


def sentences_with(document: str, text: str, places: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    """The sentences of ``text`` that the places touch, each once."""
    for start, end in sentence_spans(text):
        if any(start < stop and begin < end for begin, stop in places):
            yield Quote(document, text, start, end)
