"""Questions changed so that their passage no longer answers them: another name, number or date, an opposite, a "not".

These imitate how people wrote the unanswerable questions of SQuAD 2.0 (Rajpurkar et al., 2018, table 1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.facts import names
from assistant.models.training.questions import Question, chance
from assistant.text import fold

_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w%])")
_PAIRS = """
    first last|largest smallest|biggest smallest|highest lowest|most least|oldest newest|oldest youngest|best worst
    longest shortest|earliest latest|before after|more less|increase decrease|increased decreased|rise fall
    rose fell|north south|northern southern|east west|eastern western|won lost|win lose|major minor|above below
    inside outside|started ended|began ended|start end|begin end|allowed forbidden|accepted rejected|accept reject
    support oppose|supported opposed|old new|early late|strong weak|high low|large small|long short|good bad
    hot cold|maximum minimum|positive negative|male female|men women|former current|public private|internal external
    same different|always never|greater smaller|upper lower|success failure|able unable|legal illegal|common rare
    love hate|like dislike|easy difficult|cheap expensive|fast slow|heavy light|created destroyed|joined left
    arrived departed|gained lost"""
_OPPOSITES: dict[str, str] = {}
for _pair in re.split(r"[|\n]", _PAIRS.strip()):
    _one, _other = _pair.split()
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)
_AUXILIARY = re.compile(r"\b(did|does|do|is|are|was|were|can|could|has|have|had|will|would|should)\b(?!\s+(?:not|n))")


def swapped_name(question: Question) -> Question | None:
    """A name that the passage also holds, replaced by another name from the passage."""
    passage = fold(question.passage)
    asked = [name for name in names(question.question) if name.sure and fold(name.value) in passage]
    used = fold(" ".join([question.question, *question.references]))
    others = sorted({name.value for name in names(question.passage) if name.sure and fold(name.value) not in used})
    others = [other for other in others if not any(fold(other) in fold(name.value) for name in asked)]
    if not asked or not others:
        return None
    choose = chance("name", question.id)
    name = choose.choice(asked)
    alike = [other for other in others if len(other.split()) == len(name.value.split())]
    text = question.question[: name.start] + choose.choice(alike or others) + question.question[name.end :]
    return _changed(question, text, "name")


def swapped_number(question: Question) -> Question | None:
    """A number or year that the passage also holds, replaced by another of the passage's or one near it."""
    held = {match.group() for match in _NUMBER.finditer(question.passage)}
    asked = [match for match in _NUMBER.finditer(question.question) if match.group() in held]
    if not asked:
        return None
    choose = chance("number", question.id)
    match = choose.choice(asked)
    answers = " ".join(question.references)
    alike = sorted(other for other in held if len(other) == len(match.group()) and other not in question.question)
    alike = [other for other in alike if other not in answers]
    other = (
        choose.choice(alike)
        if alike and choose.random() < 0.6
        else _near(match.group(), choose.choice((-3, -2, 1, 2, 5)))
    )
    if other is None or other in held - set(alike) or other in answers:
        return None
    return _changed(question, question.question[: match.start()] + other + question.question[match.end() :], "number")


def _near(number: str, step: int) -> str | None:
    """The whole number ``step`` away, or None for one with a comma or a point, or where it would fall below 2."""
    return str(int(number) + step) if number.isdigit() and int(number) + step > 1 else None


def opposite(question: Question) -> Question | None:
    """A word that has a plain opposite, replaced by it, where the passage does not hold the opposite."""
    passage = set(re.findall(r"\w+", question.passage.lower()))
    found = [
        match
        for match in re.finditer(r"[a-z]+", question.question)
        if _OPPOSITES.get(match.group(), "") not in passage and match.group() in _OPPOSITES
    ]
    if not found:
        return None
    match = chance("opposite", question.id).choice(found)
    text = question.question[: match.start()] + _OPPOSITES[match.group()] + question.question[match.end() :]
    return _changed(question, text, "opposite")


def negated(question: Question) -> Question | None:
    """The first auxiliary verb denied ("did" → "didn't"); for questions for a name, place, date or thing."""
    if re.search(r"\bnot\b|n['’]t\b|\b(?:why|how)\b", question.question, re.IGNORECASE):
        return None
    match = _AUXILIARY.search(question.question)
    if match is None or match.start() == 0:
        return None
    denied = {"can": "can't", "will": "won't"}.get(match.group(), f"{match.group()}n't")
    return _changed(question, question.question[: match.start()] + denied + question.question[match.end() :], "negated")


def _changed(question: Question, text: str, kind: str) -> Question:
    return replace(question, id=f"{question.id}-{kind}", question=text, answers=(), kind=kind)


SWAPS: tuple[Callable[[Question], Question | None], ...] = (swapped_name, swapped_number, opposite)
