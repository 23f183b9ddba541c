"""Amounts as they stand in a clause: what hedges them, what is counted, which are units of time."""

from __future__ import annotations

import re

from assistant.facts import Fact, Quantity, numbers
from assistant.posing.verbs import is_finite

HEDGE = (
    r"(?:about|around|nearly|almost|roughly|approximately|some|over|under|only|up to|at least|(?:more|less|fewer) than|"
    r"well over|just over|just under|a total of|a further)\s"
)
HEDGED = re.compile(rf"(?:{HEDGE}){{0,2}}$", re.IGNORECASE)
TIME = re.compile(r"[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b")
PREPOSITIONS = frozenset(
    "of in on at for from with to by as into over under between about after before during since".split()
)
_COUNTED = re.compile(
    r"\s(?P<noun>(?:[a-z][\w-]*\s){0,2}?(?:[a-z][\w-]*[^su\W]s|people|men|women|children|members))(?=\s|$)"
)


def plain_amounts(text: str) -> list[Fact[Quantity]]:
    """The amounts of a text; neither places in an order, nor times of day, nor shares."""
    return [fact for fact in numbers(text) if fact.value.unit not in ("ordinal", "time", "share")]


def counted(start: str, after: str) -> str:
    """ "How many cars does the ferry carry?", from "does the ferry carry" and " cars across the sound"; or ""."""
    noun = _COUNTED.match(after)
    if noun is None or any(word in (*PREPOSITIONS, "and", "or") or is_finite(word) for word in noun["noun"].split()):
        return ""
    what, tail = noun["noun"], after[noun.end() :].strip()
    of = re.match(r"of (?:the )?[\w-]+(?: (?!out\b|" + "|".join(PREPOSITIONS) + r")[\w-]+)*", tail)
    if of:
        what, tail = f"{what} {of.group()}", tail[of.end() :].strip()
    if tail.startswith(("from ", "with ")):
        what, tail = f"{what} {tail}", ""
    if tail and tail.split()[0] not in (*PREPOSITIONS, "out"):
        return ""
    return " ".join(f"How many {what} {start} {tail}".split()) + "?"
