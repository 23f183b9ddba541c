"""How much was paid, how many were built, by how much it rose, how soon it must be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import Fact, Quantity, numbers
from assistant.posing.background import Background
from assistant.posing.clause import Clause, main_clause
from assistant.posing.figures import HEDGE, HEDGED, TIME, counted, plain_amounts
from assistant.posing.posed import Posed
from assistant.posing.verbs import AUXILIARIES, BE, helped

_BY = re.compile(rf"(?P<what>.*?)\s?\bby (?:{HEDGE}){{0,2}}$")
_FOR = re.compile(rf"(?P<what>.+?) for (?:{HEDGE}){{0,2}}$")
_SUM = re.compile(rf"\b(?:an?|the) (?P<what>[a-z]+(?: [a-z]+)?) of (?:{HEDGE}){{0,2}}$")
_WITHIN = re.compile(r"(?P<what>[a-z][^,;:]*?) within (?P<time>[\w-]+ (?:hours|days|weeks|months|years))\b")
_LYING = frozenset("lie stand run extend rise fall measure travel".split())  # so far, so high: no things are counted
_COMPARED = re.compile(r"\s(?:more|less|fewer|extra|off)\b")
_NO_SUM = frozenset("total sum amount increase rise cut loss fall maximum minimum rate".split())
_PAYING = frozenset(
    "pay spend raise give donate demand receive cost pledge promise earn owe lose contribute invest".split()
)
_CHANGING = frozenset(
    "fall rise grow drop shrink climb increase decrease decline slip raise lower reduce widen lift".split()
)


def deeds(sentence: str, background: Background) -> Iterator[Posed]:
    """Questions for the amount that follows the verb of a clause, if it is the only one."""
    clause = main_clause(sentence, background)
    if clause is None or clause.when or clause.verb in ("would", "could", "might"):
        return
    yield from _changed(clause)
    yield from _in_time(clause)
    found = plain_amounts(clause.rest)
    if len(found) != 1 or _COMPARED.match(clause.rest, found[0].end):
        return
    before, fact, after = clause.rest[: found[0].start], found[0], clause.rest[found[0].end :]
    shown = clause.rest[fact.start : fact.end]
    total = _SUM.search(before)
    if total and fact.value.is_money and not _NO_SUM & set(total["what"].split()):
        yield Posed(
            "how much", f"How much {'was' if clause.question[0] == 'did' else 'is'} the {total['what']}?", shown
        )
    else:
        yield from _dealt(clause, before, fact, after)


def _changed(clause: Clause) -> Iterator[Posed]:
    """ "Net sales fell by 3 per cent to $383 billion"."""
    for first in numbers(clause.rest)[:1]:
        by = _BY.fullmatch(clause.rest[: first.start])
        if by and clause.question[1] in _CHANGING:
            asked = clause.asked("By how much", by["what"])
            yield Posed("how much", asked, clause.rest[first.start : first.end])


def _in_time(clause: Clause) -> Iterator[Posed]:
    """ "The Tenant shall report a fault within three days"."""
    within = _WITHIN.match(clause.rest)
    if within and clause.verb in ("must", "shall", "should", "will", "is", "are"):
        verb = "must" if clause.verb == "shall" else clause.verb
        yield Posed("how long", f"How soon {verb} {clause.subject} {within['what']}?", within["time"])


def _dealt(clause: Clause, before: str, fact: Fact[Quantity], after: str) -> Iterator[Posed]:
    start, before = _turned(clause, before)
    shown, verb = clause.rest[fact.start : fact.end], start.rpartition(" ")[2]
    sold = _FOR.fullmatch(before)
    if not start:
        return
    if sold and fact.value.is_money and clause.verb not in AUXILIARIES:
        yield Posed("how much", f"For how much {start} {sold['what']}?", shown)
    elif not HEDGED.fullmatch(before):
        return
    elif fact.value.is_money:
        if verb in _PAYING:
            yield Posed("how much", f"How much {start}{_tail(after)}?", shown)
    elif TIME.match(after):
        if verb in ("take", "last"):
            yield Posed("how long", f"How long {start}?", shown)
    elif fact.value.unit != "%" and verb not in _LYING and (asked := counted(start, after)):
        yield Posed("how many", asked, shown)


def _turned(clause: Clause, before: str) -> tuple[str, str]:
    """The clause up to its amount as a question has it ("had employers added"), and what hedges the amount."""
    if clause.verb in BE:
        return "", before
    if clause.verb in AUXILIARIES:
        verb = before.split()[:1]
        if verb and not HEDGED.fullmatch(before):
            return f"{clause.verb} {clause.subject} {verb[0]}", before.removeprefix(verb[0]).lstrip()
        helper, having = clause.question
        return (f"{helper} {clause.subject} have" if having else ""), before
    found = helped(clause.verb, among_nouns=True)
    return (f"{found[0]} {clause.subject} {found[1]}" if found else ""), before


def _tail(after: str) -> str:
    """What goes on behind a sum: "for the mill"."""
    tail = after.strip()
    return f" {tail}" if tail.split()[:1] and tail.split()[0] in ("for", "to", "in", "on") else ""
