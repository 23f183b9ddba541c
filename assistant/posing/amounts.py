"""How many, how much, how long: questions from clauses that give one amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import Fact, Quantity, numbers
from assistant.posing.background import Background
from assistant.posing.clause import Clause, main_clause
from assistant.posing.posed import Posed
from assistant.posing.verbs import AUXILIARIES, BE, helped, is_finite

_HEDGE = (
    r"(?:about|around|nearly|almost|roughly|approximately|some|over|under|only|up to|at least|(?:more|less|fewer) than|"
    r"well over|just over|just under|a total of|a further)\s"
)
_HEDGED = re.compile(rf"(?:{_HEDGE}){{0,2}}$", re.IGNORECASE)
_BY = re.compile(rf"(?P<what>.*?)\s?\bby (?:{_HEDGE}){{0,2}}$")
_FOR = re.compile(rf"(?P<what>.+?) for (?:{_HEDGE}){{0,2}}$")
_COUNTED = re.compile(
    r"\s(?P<noun>(?:[a-z][\w-]*\s){0,2}?(?:[a-z][\w-]*[^su\W]s|people|men|women|children|members))(?=\s|$)"
)
_LONG = re.compile(r"[\s-](?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b")
_ADJECTIVE = re.compile(r"\s[a-z]+ (?P<how>wide|long|high|tall|deep|thick|old)$")
_ENDS_COUNT = frozenset(
    "of in on at for from with to by as into over under and or between about after before during since".split()
)
_SUBJECT = re.compile(r"(?P<noun>[a-z][a-z -]*?)\s(?P<verb>[a-z]+)\b(?P<rest>.*)")
_PAYING = frozenset(
    "pay spend raise give donate demand receive cost pledge promise earn owe lose contribute invest".split()
)
_CHANGING = frozenset(
    "fall rise grow drop shrink climb increase decrease decline slip raise lower reduce widen lift".split()
)
_SIZES = re.compile(
    r"\b(?:magnitude|population|height|length|width|depth|weight|mass|age|capacity|temperature|speed)\b"
)
_PER = re.compile(r"\s?(?:a|an|per|each)\s\w+|\s?[a-z]+")


def amounts(sentence: str, background: Background) -> Iterator[Posed]:
    """Questions for the only amount of a sentence's main clause."""
    yield from _of_subject(sentence, background)
    clause = main_clause(sentence, background)
    found = _plain(clause.rest) if clause else []
    if clause is None or len(found) != 1 or clause.when:
        return
    before, fact, after = clause.rest[: found[0].start], found[0], clause.rest[found[0].end :]
    shown = clause.rest[fact.start : fact.end]
    if clause.verb in BE or clause.verb in ("cost", "costs"):
        yield from _being(clause, before, fact, after, shown)
    elif helped(clause.verb, among_nouns=True) or clause.verb in ("had", "has", "have"):
        yield from _doing(clause, before, fact, after, shown)


def _plain(text: str) -> list[Fact[Quantity]]:
    return [fact for fact in numbers(text) if fact.value.unit not in ("ordinal", "time", "share")]


def _being(clause: Clause, before: str, fact: Fact[Quantity], after: str, shown: str) -> Iterator[Posed]:
    """ "The rent is £975 a month", "The crater is 45 kilometres wide", "The magnitude was 7.8"."""
    if not _HEDGED.fullmatch(before):
        return
    verb = "did" if clause.verb == "cost" else clause.verb
    wide = _ADJECTIVE.fullmatch(after)
    if wide:
        yield Posed("how much", f"How {wide['how']} {verb} {clause.subject}?", shown)
    elif fact.value.is_money and clause.verb in BE and not clause.verb.startswith(("ar", "wer")):
        yield Posed("how much", f"How much {verb} {clause.subject}?", shown)
    elif fact.value.is_money and clause.verb not in BE:
        yield Posed("how much", f"How much {'does' if clause.verb == 'costs' else 'did'} {clause.subject} cost?", shown)
    elif clause.verb in ("is", "was") and _is_all(clause.subject, fact, after):
        yield Posed("how much", f"What {verb} {clause.subject}?", shown)


def _is_all(subject: str, fact: Fact[Quantity], after: str) -> bool:
    """Whether a figure is the whole of what the subject is."""
    return (not after and fact.value.unit == "%") or (
        _SIZES.search(subject) is not None and (not after or _PER.fullmatch(after) is not None)
    )


def _doing(clause: Clause, before: str, fact: Fact[Quantity], after: str, shown: str) -> Iterator[Posed]:
    helper, verb = (
        ("does" if clause.verb == "has" else "did", "have") if clause.verb in AUXILIARIES else clause.question
    )
    if clause.verb == "have":
        helper = "do"
    start = f"{helper} {clause.subject} {verb}"
    by, sold = _BY.fullmatch(before), _FOR.fullmatch(before)
    if by and verb in _CHANGING:
        yield Posed("how much", f"By how much {start} {by['what']}".rstrip() + "?", shown)
    elif sold and fact.value.is_money:
        yield Posed("how much", f"For how much {start} {sold['what']}?", shown)
    elif not _HEDGED.fullmatch(before):
        return
    elif fact.value.is_money and verb in _PAYING:
        yield Posed("how much", f"How much {start}{_tail(after)}?", shown)
    elif _LONG.match(after) and verb in ("take", "last"):
        yield Posed("how long", f"How long {start}?", shown)
    elif not fact.value.is_money and fact.value.unit != "%" and not _LONG.match(after):
        yield from _counted(start, after, shown)


def _counted(start: str, after: str, shown: str) -> Iterator[Posed]:
    """ "The ferry carries 18 cars"."""
    noun = _COUNTED.match(after)
    if noun and not any(word in _ENDS_COUNT or is_finite(word) for word in noun["noun"].split()):
        counted, tail = noun["noun"], after[noun.end() :].strip()
        if tail.startswith("of "):
            counted, tail = f"{counted} {tail}", ""
        if not tail or tail.split()[0] in _ENDS_COUNT - {"and", "or"}:
            yield Posed("how many", " ".join(f"How many {counted} {start} {tail}".split()) + "?", shown)


def _tail(after: str) -> str:
    """What goes on behind a sum: "for the mill"."""
    tail = after.strip()
    return f" {tail}" if tail.split()[:1] and tail.split()[0] in ("for", "to", "in", "on") else ""


def _of_subject(sentence: str, background: Background) -> Iterator[Posed]:
    """ "Some 300 people study …", "36% of the patients were women": the amount is what the clause is about."""
    found = _plain(sentence)[:1]
    if not found or not _HEDGED.fullmatch(sentence[: found[0].start]) or found[0].value.is_money:
        return
    fact = found[0]
    following = sentence[fact.end :].lstrip()
    share = fact.value.unit == "%"
    if share and not following.startswith("of "):
        return
    # The same sentence with a noun that needs no telling in the place of the amount is taken apart as any other.
    noun = _SUBJECT.match(following.removeprefix("of ").removeprefix("the "))
    clause = main_clause(f"The {following.removeprefix('of ').removeprefix('the ')}", background) if noun else None
    if clause is None or clause.subject.split()[-1][-1] not in "sne" or _plain(clause.rest):
        return
    if (clause.verb in ("is", "was", "has") and not share) or _LONG.fullmatch(f" {clause.subject.split()[-1]}"):
        return
    what = clause.subject.removeprefix("the ")
    word = f"What percentage of {'the ' if following.startswith('of the ') else ''}" if share else "How many "
    yield Posed(
        "how many", " ".join(f"{word}{what} {clause.verb} {clause.rest}".split()) + "?", sentence[fact.start : fact.end]
    )
