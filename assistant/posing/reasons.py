"""Why, what if, and what it is: questions from sentences that give a reason, a condition or a description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import dates, names
from assistant.posing.background import Background
from assistant.posing.clause import main_clause
from assistant.posing.phrases import is_subject
from assistant.posing.posed import Posed
from assistant.posing.verbs import AUXILIARIES, helped

_BECAUSE = re.compile(r",?\s(?:because|in order to)\s(?!of\b)")
_IF = re.compile(r"If (?P<case>[^,;:]{12,80}), (?P<then>[^;:]{12,})")
_ORDERED = frozenset(
    """ask attach book call check claim clean close contact do empty enter hold keep let make open place press pull push
    put read remove rinse send set switch take tell turn unplug use wait wash write""".split()
)
_IS = re.compile(r"(?P<name>[A-Z][^,;:.()]{1,40}?)(?:, (?P<apposed>an?|the)\s[^,]{8,80}, | (?P<verb>is) an?\s)")
_LIKENED = re.compile(r"compared (?P<compared>[^,]+?) (?:to|with) (?:an?|the)\b|described (?P<described>[^,]+?) as\b")
_REQUIRING = frozenset("require include cover propose recommend promise demand offer guarantee need".split())
_OBJECT = re.compile(
    r"(?!the (?:most|least|best|same|first|other)\b)(?:(?:the|an?|that|all|any|every|no) )?[\w’'-]+ [\w’'-]+"
)


def reasons(sentence: str, background: Background) -> Iterator[Posed]:
    """ "Why did the ferry break down?", from a plain clause with its reason behind it."""
    because = _BECAUSE.search(sentence)
    if because is None:
        return
    clause = main_clause(sentence[: because.start()], background)
    if clause and not clause.cut and clause.rest and (clause.verb in AUXILIARIES or helped(clause.verb, True)):
        begun = f" in {clause.when}" if clause.when else ""
        yield Posed("why", clause.asked("Why", clause.rest + begun), "")


def conditions(sentence: str, background: Background) -> Iterator[Posed]:
    """ "What happens if the tank is full?", from a sentence that begins with the case."""
    found = _IF.match(sentence)
    if found is None:
        return
    case = main_clause(found["case"][0].upper() + found["case"][1:], background)
    if case is None or case.cut or not case.rest:
        return
    ordered = found["then"].split()[0].lower() in _ORDERED
    lead = "What should be done if" if ordered else "What happens if"
    yield Posed("if", f"{lead} {found['case']}?", "")


def described(sentence: str, background: Background) -> Iterator[Posed]:
    """ "What is MOXIE?", from a sentence that begins with a name, not a person's, and says what bears it."""
    found = _IS.match(sentence)
    if found is None:
        return
    name = found["name"]
    whole = [fact.value for fact in names(sentence) if fact.start == 0] == [name]
    known = not dates(f"in {name}") and not background.is_in_a_name(name) and name.lower() not in background.text
    if " " in name or not known:  # as likely a person, a month, or a word like any other
        return
    if whole and not background.is_person(name) and background.decapitalised(name) == name:
        yield Posed("what", f"What is {name}?", "")


def likened(sentence: str, background: Background) -> Iterator[Posed]:
    """ "What did she compare the fire to?", "How did he describe the trial?"."""
    clause = main_clause(sentence, background)
    found = _LIKENED.match(f"{clause.verb} {clause.rest}") if clause and not clause.when else None
    if clause and found and found["compared"]:
        yield Posed("what", clause.asked("What", f"{found['compared']} to"), "")
    elif clause and found:
        yield Posed("said", clause.asked("How", found["described"]), "")


def required(sentence: str, background: Background) -> Iterator[Posed]:
    """ "What does the policy cover?", from a clause whose verb asks for what follows it."""
    clause = main_clause(sentence, background)
    if clause is None or clause.when or not is_subject(clause.subject[0].upper() + clause.subject[1:]):
        return
    if clause.question[1] in _REQUIRING and clause.verb not in AUXILIARIES and _OBJECT.match(clause.rest):
        yield Posed("what", clause.asked("What", ""), "")
