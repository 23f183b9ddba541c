"""Numbers written in words: cardinals, ordinals and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.facts.fact import Fact
from assistant.facts.quantity import SCALES, UNIT_AFTER, Quantity, unit_of

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_CARDINALS = {word: value for value, word in enumerate(_ONES)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

_LONGEST = 12  # words in a number; more are not one

_WORD = re.compile(rf"\b(?:{'|'.join([*_CARDINALS, *SCALES])})\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?<!\bper )(?<!\ba )\b(?:{'|'.join(_NTH)})\b", re.IGNORECASE)
_SHARE = re.compile(
    rf"\b(?P<count>{'|'.join(_ONES[1:10])}|an?)[\s-](?P<part>{'|'.join(_PARTS)})s?\b|\bhalf\b(?!-|\san?\s)",
    re.IGNORECASE,
)
_UNIT = re.compile(UNIT_AFTER)
_ARTICLE = re.compile(r"\b(half\s)?(?:a|an)\s$", re.IGNORECASE)
_PRONOUN_BEFORE = re.compile(r"\b(?:no|any|every|some|this|that|each|which|the|another)[\s-]$", re.IGNORECASE)
_PRONOUN_AFTER = re.compile(r"\s(?:another|of)\b|['’]s")


def _joins(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two number words are one number: twenty-one, two hundred and five, three million."""
    gap, before, after = text[left.end() : right.start()], left.group().lower(), right.group().lower()
    if after in SCALES:
        return gap in ("-", " ")
    if before in SCALES:
        return gap in ("-", " ", " and ") or (gap == ", " and before != "hundred")
    return before in _TENS and gap in ("-", " ") and 0 < _CARDINALS[after] < 10


def _value(parts: list[str]) -> Decimal:
    total, group = 0, 0
    for part in parts:
        if part in _CARDINALS:
            group += _CARDINALS[part]
        elif SCALES[part] <= 100:
            group = max(group, 1) * SCALES[part]
        else:
            total, group = total + max(group, 1) * SCALES[part], 0
    return Decimal(total + group)


def _runs(text: str) -> list[list[re.Match[str]]]:
    runs: list[list[re.Match[str]]] = []
    for match in _WORD.finditer(text):
        if runs and _joins(text, runs[-1][-1], match):
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs


def in_words(text: str) -> Iterator[Fact[Quantity]]:
    """Cardinals in words. "Hundreds", "a few hundred" and the pronoun "one" are no numbers."""
    for run in _runs(text):
        if len(run) > _LONGEST:
            continue
        start, end, parts = run[0].start(), run[-1].end(), [match.group().lower() for match in run]
        before, factor = text[max(0, start - 8) : start], Decimal(1)
        if parts[0] in SCALES:
            article = _ARTICLE.search(before)
            if not article:
                continue
            start, factor = start - len(article.group()), Decimal("0.5") if article[1] else factor
        elif parts == ["one"] and (_PRONOUN_BEFORE.search(before) or _PRONOUN_AFTER.match(text, end)):
            continue
        unit = _UNIT.match(text, end)
        yield Fact(start, unit.end() if unit else end, Quantity(_value(parts) * factor, unit_of(unit) if unit else ""))


def shares(text: str) -> Iterator[Fact[Quantity]]:
    """Shares such as "two-thirds", "a quarter of" and "half"."""
    for match in _SHARE.finditer(text):
        count = (match["count"] or "").lower()
        if not count:
            yield Fact(match.start(), match.end(), Quantity(Decimal("0.5"), "share"))
        elif count in _CARDINALS or text.startswith(" of", match.end()):
            share = Decimal(_CARDINALS.get(count, 1)) / _PARTS[match["part"].lower()]
            yield Fact(match.start(), match.end(), Quantity(round(share, 6), "share"))


def ordinals(text: str) -> Iterator[Fact[Quantity]]:
    """Ordinals in words, first to twelfth."""
    for match in _ORDINAL.finditer(text):
        value = _NTH.index(match.group().lower()) + 1
        yield Fact(match.start(), match.end(), Quantity(Decimal(value), "ordinal"))
