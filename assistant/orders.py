"""Sentences that give orders to whoever answers for a reader ("ignore the instructions above"). Pure functions.

Text of a document is material, whatever it orders (prompt injection: Greshake et al., 2023, arXiv:2302.12173). Orders
are told by their usual English wordings; an order in other words, or a plain false statement, is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.text import sentence_spans

_MACHINE = (
    r"(?:a\.?i\.?|(?:large )?language models?|llms?|chat ?bots?|chat ?gpt|(?:a\.?i\.? |virtual |helpful )assistants?)"
    r"(?!\w)"
)
_PATTERNS = (
    # "Ignore all previous instructions"; not "this agreement overrides all prior policies"
    r"(?:^\W*|:\W+|\b(?:please|must|should|shall|now|and|then|you|to|first|instead),? )"
    r"(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,40}"
    r"\b(?:instructions?|prompts?|(?:your|system|safety) (?:\w+ )?(?:rules|guidelines|messages?|training|policies))\b",
    rf"\byou are (?:now )?(?:an? |the )?(?:\w+ )?{_MACHINE}",
    rf"^\W*(?:(?:note|message|instructions?|attention)[ ,:-]*(?:to|for)|if you are) (?:an? |the |any |all )?{_MACHINE}",
    r"\b(?:reveal|repeat|print|output|show)\b[^.!?\n]{0,30}\b(?:system prompt|your (?:instructions|prompt))\b",
    r"^\W*(?:new|updated|real|actual) (?:system )?(?:instructions?|prompt)\s*:",
    # Marks by which models are told who speaks
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[/?INST\]|<</?SYS>>",
    r"^\W*#{2,} ?(?:instruction|system)\b",
)
_ORDER = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_ABOUT_ORDERS = re.compile(
    rf"\b(?:instruct\w*|prompts?|inject\w*|jailbreak\w*|ignor\w*|disregard\w*|{_MACHINE})", re.IGNORECASE
)


def gives_orders(sentence: str) -> bool:
    """Whether a sentence gives orders to whoever answers."""
    return bool(_ORDER.search(sentence))


@lru_cache(maxsize=1024)
def order_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where ``text`` gives orders: from such a sentence to the end of its paragraph, for an order goes on."""
    return tuple(_order_spans(text))


def asks_of_orders(question: str) -> bool:
    """Whether a question may be about such orders, so that they are what answers it."""
    return bool(_ABOUT_ORDERS.search(question))


def _order_spans(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    for first, last in sentence_spans(text):
        if first >= end and gives_orders(text[first:last]):
            stop = text.find("\n", last)
            end = stop if stop >= 0 else len(text)
            yield first, end
