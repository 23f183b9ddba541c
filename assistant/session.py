"""One conversation: what a follow-up means on its own. With a model it is written; without, it is carried over.

Carrying over is done by rule: a pronoun brings the last subject along, an ellipsis ("And in 2020?", "What about Ann?")
is put in the place of its like in the question before.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from llama_index.core.base.llms.types import ChatMessage
from llama_index.core.llms import LLM

from assistant.errors import EndpointError
from assistant.facts import Fact, When, dates, names
from assistant.models.tokens import Meter
from assistant.prompts import fenced, load_prompt
from assistant.records import Turn
from assistant.text import content_words, squeeze

_RECENT = 3  # turns that a follow-up may lean on
_ANSWER = 600  # characters of an earlier answer that the model is shown
_LONGEST = 500  # characters; a longer reply is no question
_log = logging.getLogger(__name__)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers|himself|herself)\b", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:it|its|they|them|their|theirs)\b|\b(?:there|then)\b(?=\W*$)|"
    r"\b(?:this|that|these|those)(?: ones?)?\b(?=\W*$|\s(?:is|was|are|were|did|do|does|has|have|had|happen|mean|cost))|"
    r"\bthe (?:same|other|former|latter|company|country|document|report|agreement|contract|article|mission|author|"
    r"event|place|city|firm|bank)\b(?! (?:about|between|by|for|from|in|of|on|that|which|who|with)\b)",
    re.IGNORECASE,
)
# What stands for nothing said before: "is it true that", "is it safer to", "does it take", "so does that mean".
_EMPTY = re.compile(
    r"\b(?:is|was|isn't|be|been)\s+it\s+(?:\w+\s+){1,3}?(?:to|that|for|if|when)\b|"
    r"\bdoe?s?(?:n't)?\s+it\s+(?:take|make|matter|help|hurt)\b|"
    r"^(?:so |and |but )?(?:does )?that (?:means?|is)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"^(?:(?:by the way|so|and|ok(?:ay)?)\b[, ]*)*what(?:'s|’s| is| are) (?:an? )?[\w-]+\W*$", re.IGNORECASE
)
_ELLIPSIS = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then|also)\b[, ]*)*(?:(?:what|how) about|and|but|or|in|for|by|with|from|on|at)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:and |but |so )*(?:what|how) about\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^(?:(?:and|but|so|then|also|ok(?:ay)?)\b[, ]*)*(?:(?:what|how) about\b\s*)?", re.IGNORECASE)
_SHORT = 4  # content words; more of them are no ellipsis
_CLAUSE = re.compile(r".*(?:[,;:.]|\b(?:and|but|or)\b)")  # all but the last clause
_OWN = 2  # content words in the clauses before a pronoun's; with so many of them, it means one of these
_BARE = 2  # content words; fewer of them, with no name, say nothing on their own
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]{4}"
)  # Thai, Lao, Japanese, Chinese: a word is no measure


def standalone(question: str, history: Sequence[Turn], llm: LLM | None = None, meter: Meter | None = None) -> str:
    """The question as it would be asked with no conversation before it; unchanged where nothing needs carrying.

    With a model, the model writes it and ``meter`` counts its tokens; when its endpoint fails, the rules do.
    """
    turns = [turn for turn in history if turn.question.strip()][-_RECENT:]
    plain = squeeze(question)
    if not turns or not plain:
        return plain
    return (_written(plain, turns, llm, meter) if llm else "") or _carried(plain, turns)


def _written(question: str, turns: Sequence[Turn], llm: LLM, meter: Meter | None) -> str:
    from assistant.models.language import complete_reply

    conversation = fenced("\n".join(f"Question: {turn.question}\nAnswer: {turn.answer[:_ANSWER]}" for turn in turns))
    parts = load_prompt("standalone").render_parts(conversation=conversation, question=question)
    try:
        reply = complete_reply(llm, [ChatMessage(role=role, content=text) for role, text in parts], meter)
    except EndpointError as error:
        _log.warning("the follow-up was resolved by rule: %s", error)
        return ""
    [line, *_] = reply.strip().splitlines()
    return squeeze(line) if len(line) <= _LONGEST else ""


def _carried(plain: str, turns: Sequence[Turn]) -> str:
    before = turns[-1].searched or turns[-1].question
    if _is_ellipsis(plain):
        return _put_in(plain, before) or _with_subject(plain, turns)
    return _with_subject(plain, turns) if _leans(plain) else plain


def _is_ellipsis(question: str) -> bool:
    return bool(_ELLIPSIS.search(question)) and len(content_words(question)) <= _SHORT and not _has_verb(question)


def _has_verb(question: str) -> bool:
    return bool(re.search(r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b", question, re.I))


def _leans(question: str) -> bool:
    """Whether a pronoun comes before any name that it could mean, or hardly anything is asked at all."""
    plain = _EMPTY.sub(" ", question)
    pronoun = _PERSON.search(plain) or _THING.search(plain)
    own = [name.start for name in _names(plain)]
    if pronoun:
        earlier = _CLAUSE.match(plain[: pronoun.start()])
        before = len(content_words(earlier[0])) if earlier else 0
        return (not own or pronoun.start() < own[0]) and before < _OWN
    whole = plain != question or _DEFINED.match(plain) or _UNSPACED.search(plain)
    return not own and not whole and len(content_words(plain)) < _BARE


def _put_in(question: str, before: str) -> str:
    """The question before with its name or date changed for the new one; empty where they have no like."""
    rest = _LEAD_IN.sub("", question).strip(" ?.!")
    new_names, old_names = names(rest), _names(before)
    new_dates, old_dates = _with_year(dates(rest)), _with_year(dates(before))
    if len(new_dates) == 1 and len(old_dates) == 1:
        return _replaced(before, old_dates[0], rest[new_dates[0].start : new_dates[0].end])
    if len(new_names) == 1 and old_names and new_names[0].value not in before:
        behind_preposition = new_names[0].start > 0 and not rest.lower().startswith("the ")
        return _replaced(before, old_names[-1 if behind_preposition else 0], new_names[0].value)
    return ""


def _replaced(text: str, old: Fact[When] | Fact[str], new: str) -> str:
    return text[: old.start] + new + text[old.end :]


def _with_subject(question: str, turns: Sequence[Turn]) -> str:
    """The question with the recent subject named behind it, as far as it does not name it itself.

    A person may have been named some turns ago; a thing is what the last question was about, named or not.
    """
    here = question.casefold()
    person = bool(_PERSON.search(question))
    carried: list[str] = []
    for turn in reversed(turns if person else turns[-1:]):
        found = [fact.value for fact in _names(turn.searched or turn.question)]
        if person:
            found = [fact.value for fact in _names(turn.answer)][:1] + found
        carried += [name for name in dict.fromkeys(found) if name.casefold() not in here and name not in carried]
        if carried:
            break
    if not carried and not _ABOUT.match(question):
        last = turns[-1].searched or turns[-1].question
        carried = [word for word in content_words(last) if word not in here]
    return f"{question.rstrip(' ?')} ({', '.join(carried)})?" if carried else question


def _names(text: str) -> list[Fact[str]]:
    return [fact for fact in names(text) if fact.sure or fact.start > 0]


def _with_year(found: Sequence[Fact[When]]) -> list[Fact[When]]:
    return [fact for fact in found if fact.value.year is not None]
