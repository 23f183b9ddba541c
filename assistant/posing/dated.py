"""When and where: questions from clauses that end or begin with a date, or that place something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import When, dates, names, numbers
from assistant.posing.background import Background
from assistant.posing.clause import Clause, main_clause
from assistant.posing.posed import Posed
from assistant.posing.verbs import AUXILIARIES, helped

_ON = re.compile(r"(?:^|\s)(?:on|in)(?: the (?:night|evening|morning) of)?\s$")
_IN = re.compile(r"(?:^|\s)(?:in|at|near)\s(?:the\s)?$")
_BEING_SOMEWHERE = frozenset(
    "born held built found buried based located launched signed founded opened died land live meet lie stand die crash "
    "touch happen appear work".split()
)
_LONG_TAIL = 9  # words behind the verb; with more, what follows the date is left out
_TAIL_ASIDE = re.compile(r"\s(?:at|by|from|with|in|as)\s")  # what can be left out
_NEEDS_TAIL = re.compile(r"(?:followed|preceded|succeeded|replaced|joined|marked|accompanied|led)\b")
_IS_SOMETHING = re.compile(r"(?:is|was|are|were) (?:an?|the|one)\b|(?:would|could|might|should|had)\b")
_MODAL_ONLY = re.compile(
    r"(?P<what>[a-z][\w ,’'-]*?) only (?=(?:after|before|if|when|with|between|during|in|for|from|by)\b)"
)


def dated(sentence: str, background: Background) -> Iterator[Posed]:
    """ "When was the bridge built?", from a full date, a month or a year and nothing less."""
    clause = main_clause(sentence, background)
    if clause is None or not _asks_itself(clause) or _IS_SOMETHING.match(f"{clause.verb} {clause.rest}"):
        return
    if clause.when:
        if not dates(clause.rest) and any(_tells(fact.value) for fact in dates(clause.when)) and clause.rest:
            yield Posed("when", clause.asked("When"), clause.when)
        return
    found = dates(clause.rest)
    if not found:
        yield from _at_a_time(clause)
    if len(found) != 1 or not _tells(found[0].value):
        return
    before, after = clause.rest[: found[0].start], clause.rest[found[0].end :]
    led = _ON.search(before)
    if led and _at_place(after):
        left = before[: led.start()].strip()
        if left.startswith("born"):  # where is another question
            left, after = "born", ""
        if len(f"{left} {after}".split()) <= _LONG_TAIL and not numbers(after):
            left = f"{left} {after}".strip()
        elif not _TAIL_ASIDE.match(after) or _NEEDS_TAIL.match(left):
            return
        if left or clause.question[1]:
            yield Posed("when", clause.asked("When", left), clause.rest[found[0].start : found[0].end])


def _at_a_time(clause: Clause) -> Iterator[Posed]:
    """ "The meeting closed at 9.05 p.m."."""
    for time in numbers(clause.rest):
        if time.value.unit == "time" and clause.rest[: time.start].endswith("at ") and time.end >= len(clause.rest) - 1:
            yield Posed("when", clause.asked("When", clause.rest[: time.start - 3]), clause.rest[time.start : time.end])


def allowed_when(sentence: str, background: Background) -> Iterator[Posed]:
    """ "The landlord may enter only after …": when may it?"""
    clause = main_clause(sentence, background)
    if clause and clause.verb in ("may", "can", "must", "will", "should", "are", "is"):
        only = _MODAL_ONLY.match(f"{clause.rest} {clause.cut} ")
        if only:
            yield Posed("when", clause.asked("When", only["what"]), "")


def placed(sentence: str, background: Background) -> Iterator[Posed]:
    """ "Where was he born?", from a place that is a name and ends the clause, or stands before the date that does."""
    clause = main_clause(sentence, background)
    if clause is None or clause.when:
        return
    verb = clause.rest.split()[0] if clause.verb in AUXILIARIES and clause.rest else clause.question[1]
    if verb not in _BEING_SOMEWHERE:
        return
    for name in names(clause.rest):
        led, after = _IN.search(clause.rest[: name.start]), clause.rest[name.end :]
        if led and name.sure and not dates(name.value) and (not after or _dates_only(after)):
            left = clause.rest[: led.start()]
            left = "born" if left.startswith("born ") else left
            on = next((_ON.search(left[: fact.start]) for fact in dates(left)), None)
            yield Posed("where", clause.asked("Where", left[: on.start()] if on else left), name.value)
            return


def _asks_itself(clause: Clause) -> bool:
    return clause.verb in AUXILIARIES or helped(clause.verb, among_nouns=True) is not None


def _tells(when: When) -> bool:
    return when.year is not None or (when.month is not None and when.day is not None)


def _at_place(after: str) -> bool:
    """Whether what follows a date does not go on from it: "on 5 March in Rome", not "in the 1990s recession"."""
    return not after or re.match(r"\s(?:in|at|by|with|for|from|to|on|as|against|between)\s", after) is not None


def _dates_only(after: str) -> bool:
    found = dates(after)
    return (
        len(found) == 1
        and re.fullmatch(r"\s(?:on|in)\s", after[: found[0].start]) is not None
        and not after[found[0].end :]
    )
