"""A sentence asked back in its own words: exact about what is asked, not as people ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.attribution import statements
from assistant.facts import dates, names, numbers
from assistant.question import echo, word_for
from assistant.text import content_words

_FEWEST, _MOST = 6, 35  # words of a sentence
_VAGUE = re.compile(r"^(?:he|she|it|they|this|that|these|those|his|her|its|their|there|but|and|so)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Echo:
    """A question about a sentence, with the words of it that answer."""

    kind: Literal["who-said-what", "date", "number"]
    question: str
    answer: str


def echoes(sentence: str) -> Iterator[Echo]:
    """What can be asked of a sentence that stands on its own and names what it is about."""
    size = len(sentence.split())
    if not _FEWEST <= size <= _MOST or _VAGUE.match(sentence) or sentence[-1] not in '.!?”"' or " | " in sentence:
        return
    for said in statements(sentence):
        if names(said.speaker) and len(set(content_words(said.text))) > 3:
            yield Echo("who-said-what", f"Who said that {said.text.rstrip('.!?')}?", said.speaker)
    if not names(sentence):
        return
    for date in dates(sentence)[:1]:
        yield Echo("date", echo(sentence, date.start, date.end, "when"), sentence[date.start : date.end])
    for number in numbers(sentence):
        if number.value.unit in ("", "%") or number.value.is_money:
            question = echo(sentence, number.start, number.end, word_for(number.value))
            yield Echo("number", question, sentence[number.start : number.end])
            return
