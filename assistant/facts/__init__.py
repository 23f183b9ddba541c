"""What a text states that can be compared as a value: numbers, money, dates, names, quotations. Pure functions.

Each function gives Facts in text order: ``text[start:end]`` is where the fact stands and ``value`` is what it comes to,
so that "$3.6bn" and "3,600,000,000 dollars" have equal values.
"""

from assistant.facts.calendar import When, dates
from assistant.facts.counting import money, numbers
from assistant.facts.fact import Fact, apart
from assistant.facts.mentions import named_in, plain_words
from assistant.facts.naming import name_words, names
from assistant.facts.quantity import Quantity
from assistant.facts.quoting import find_quotation, quotations

__all__ = [
    "Fact",
    "Quantity",
    "When",
    "apart",
    "dates",
    "find_quotation",
    "money",
    "name_words",
    "named_in",
    "names",
    "numbers",
    "plain_words",
    "quotations",
]
