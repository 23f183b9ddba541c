"""How much it is, how wide it is, how many there were: questions from clauses that say so of their subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from assistant.facts import Fact, Quantity
from assistant.posing.background import Background
from assistant.posing.clause import Clause, main_clause
from assistant.posing.figures import HEDGED, PREPOSITIONS, TIME, plain_amounts
from assistant.posing.posed import Posed
from assistant.posing.verbs import BE

_ADJECTIVE = re.compile(r"\s[a-z]+ (?P<how>wide|long|high|tall|deep|thick|old)$")
_SUBJECT = re.compile(r"(?P<noun>[a-z][a-z -]*?)\s(?P<verb>[a-z]+)\b(?P<rest>.*)")
_SIZES = re.compile(
    r"\b(?:magnitude|population|height|length|width|depth|weight|mass|age|capacity|temperature|speed)\b"
)
_MODAL = frozenset("should could might would shall must".split())
_PER = re.compile(r"\s?(?:a|an|per|each)\s\w+|\s?[a-z]+")


def amounts(sentence: str, background: Background) -> Iterator[Posed]:
    """ "The rent is £975 a month", "The crater is 45 kilometres wide", "Some 300 people study …"."""
    yield from _of_subject(sentence, background)
    clause = main_clause(sentence, background)
    found = plain_amounts(clause.rest) if clause and not clause.when else []
    if clause and len(found) == 1 and HEDGED.fullmatch(clause.rest[: found[0].start]):
        shown, after = clause.rest[found[0].start : found[0].end], clause.rest[found[0].end :]
        if clause.verb in BE:
            asked = _being(clause, found[0], after)
        else:
            asked = _costing(clause) if found[0].value.is_money else ""
        if asked:
            yield Posed("how much", asked, shown)


def _being(clause: Clause, fact: Fact[Quantity], after: str) -> str:
    wide = _ADJECTIVE.fullmatch(after)
    if wide:
        return f"How {wide['how']} {clause.verb} {clause.subject}?"
    if clause.verb in ("are", "were"):
        return ""
    if fact.value.is_money:
        return f"How much {clause.verb} {clause.subject}?"
    return f"What {clause.verb} {clause.subject}?" if _is_all(clause.subject, fact, after) else ""


def _costing(clause: Clause) -> str:
    helper = {"cost": "did", "costs": "does"}.get(clause.verb)
    return f"How much {helper} {clause.subject} cost?" if helper else ""


def _is_all(subject: str, fact: Fact[Quantity], after: str) -> bool:
    """Whether a figure is the whole of what the subject is."""
    return (not after and fact.value.unit == "%") or (
        _SIZES.search(subject) is not None and (not after or _PER.fullmatch(after) is not None)
    )


def _is_many(phrase: str) -> bool:
    """Whether a phrase is of several: "the passengers on the ferry"."""
    head = list(takewhile(lambda word: word not in PREPOSITIONS, phrase.split()))[-1]
    return (head.endswith("s") and not head.endswith("ss")) or head in ("people", "men", "women", "children")


def _of_subject(sentence: str, background: Background) -> Iterator[Posed]:
    """ "Some 300 people study …", "36% of the patients were women": the amount is what the clause is about."""
    found = plain_amounts(sentence)[:1]
    if not found or not HEDGED.fullmatch(sentence[: found[0].start]) or found[0].value.is_money:
        return
    fact = found[0]
    following = sentence[fact.end :].lstrip()
    share = fact.value.unit == "%"
    if share and not following.startswith("of "):
        return
    # The same sentence with a noun that needs no telling in the place of the amount is taken apart as any other.
    noun = _SUBJECT.match(following.removeprefix("of ").removeprefix("the "))
    clause = main_clause(f"The {following.removeprefix('of ').removeprefix('the ')}", background) if noun else None
    if clause is None or not _is_many(clause.subject) or plain_amounts(clause.rest):
        return
    if (
        clause.verb in _MODAL
        or (clause.verb in ("is", "was", "has") and not share)
        or TIME.fullmatch(f" {clause.subject.split()[-1]}")
    ):
        return
    what = clause.subject.removeprefix("the ")
    word = f"What percentage of {'the ' if following.startswith('of the ') else ''}" if share else "How many "
    yield Posed(
        "how many", " ".join(f"{word}{what} {clause.verb} {clause.rest}".split()) + "?", sentence[fact.start : fact.end]
    )
