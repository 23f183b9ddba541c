"""What a comparative asks for: "wider" for how wide, "cheaper" for how much, "more medals" for how many medals."""

from __future__ import annotations

import re

# Of each comparative: what asks for the measure, and whether more of it is meant.
_MEASURES = {
    f"{how}er": (f"How {how}", True) for how in "high long tall deep old fast strong thick warm great cold".split()
}
_MEASURES |= {
    "wider": ("How wide", True),
    "larger": ("How large", True),
    "bigger": ("How big", True),
    "heavier": ("How heavy", True),
    "hotter": ("How hot", True),
    "lower": ("How high", False),
    "shorter": ("How long", False),
    "smaller": ("How large", False),
    "lighter": ("How heavy", False),
    "younger": ("How old", False),
    "slower": ("How fast", False),
    "weaker": ("How strong", False),
    "narrower": ("How wide", False),
    "more expensive": ("How much", True),
    "dearer": ("How much", True),
    "cheaper": ("How much", False),
    "less expensive": ("How much", False),
}
COMPARATIVE = "|".join(sorted(_MEASURES, key=len, reverse=True))
_SUM = re.compile(
    r"\b(?:cost|price|rent|fee|deposit|budget|revenue|salary|fine|profit|income|turnover|spending)s?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:[\w-]+ ){0,3}?(?:\w+s|people|men|women|children)\b(?! of\b)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:at|in|on|during|from|for|by|per|after|before|with)\b", re.IGNORECASE)


def measure(comparative: str, noun: str) -> str:
    """What asks for it of a noun: a rent that is higher is asked for by how much it is."""
    word = comparative.lower()
    return "How much" if word in ("higher", "lower", "greater") and _SUM.search(noun) else _MEASURES[word][0]


def is_more(comparative: str) -> bool:
    """Whether the thing with more of the measure is meant."""
    return _MEASURES[comparative.lower()][1]


def amount(thing: str) -> tuple[str, str]:
    """What asks for an amount of a thing ("How many medals", "How much"), and what of it follows the verb."""
    if not thing or _PREPOSITION.match(thing):
        return "How much", thing
    counted = _COUNTED.match(thing)
    if counted:
        return f"How many {counted.group()}", thing[counted.end() :].strip()
    noun, _, rest = thing.partition(" ")
    return f"How much {noun}", rest
