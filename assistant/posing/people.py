"""Who did it, who it was done by, who holds an office: questions whose answer is a person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import names
from assistant.posing.background import Background
from assistant.posing.clause import main_clause
from assistant.posing.posed import Posed
from assistant.posing.verbs import AUXILIARIES, BE, PARTICIPLE, PAST, is_finite

_BY = re.compile(r"(?P<verb>[a-z]+) by (?:the [a-z]+ )?(?=[A-Z])")
_WHO = re.compile(r", who (?P<did>(?P<verb>[a-z]+) [^,;:()]{8,70})(?=,|\.?$| and [a-z]+ed\b)")
_OFFICE = re.compile(r", (?P<office>(?:the [a-z]|[A-Z][\w.]*[’']s )[^,;:()]{5,60})(?=,|\.?$)")

_VERBS = AUXILIARIES | PAST.keys()


def people(sentence: str, background: Background) -> Iterator[Posed]:
    """ "Who named the rover?", "Who was elected treasurer?", "Who is the governor of the Bank of England?"."""
    yield from _doing(sentence, background)
    for name in names(sentence):
        if background.is_person(name.value):
            yield from _described(sentence, name.value, name.end)


def _doing(sentence: str, background: Background) -> Iterator[Posed]:
    clause = main_clause(sentence, background)
    if clause is None or not clause.rest or clause.when:
        return
    if background.is_person(clause.subject) and (clause.verb in PAST or _is_passive(clause.verb, clause.rest)):
        yield Posed("who", f"Who {clause.verb} {clause.rest}?", clause.subject)
    done = _BY.match(clause.rest) if clause.verb in ("was", "were") else None
    by = next((name for name in names(clause.rest) if done and name.start == done.end()), None)
    if done and by and done["verb"] in PAST and background.is_person(by.value):
        yield Posed("who", f"Who {done['verb']} {clause.subject}?", by.value)


def _is_passive(verb: str, rest: str) -> bool:
    first = rest.split(maxsplit=1)[0].rpartition("-")[2]
    return verb in BE and first in PARTICIPLE


def _described(sentence: str, name: str, end: int) -> Iterator[Posed]:
    """What stands between commas behind a name: "who led the landing team", "NASA's head of science"."""
    led, office = _WHO.match(sentence, end), _OFFICE.match(sentence, end)
    if led and led["verb"] in PAST and not any(is_finite(word) for word in led["did"].split()[1:]):
        yield Posed("who", f"Who {led['did']}?", name)
    if office and names(f"It was {office['office']}") and not _VERBS & set(office["office"].split()):
        verb = (
            "was" if any(word in PAST or word in ("was", "had", "said", "told") for word in sentence.split()) else "is"
        )
        yield Posed("who", f"Who {verb} {office['office']}?", name)
