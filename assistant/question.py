"""What a question asks for, told from its own words by rule. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.facts import Quantity, names
from assistant.text import STOPWORDS, content_stems, fold, stems


class Asks(StrEnum):
    """The kind of answer that is wanted."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    LIST = "list"
    YES_NO = "yes or no"
    WHY = "why"
    HOW = "how"
    SPEAKER = "who said it"
    STATEMENT = "what was said"
    SUMMARY = "summary"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart: its kind, its subject's stems, the names in it, and whose statement it asks for."""

    text: str
    asks: Asks
    stems: tuple[str, ...]
    names: tuple[str, ...]
    speaker: str = ""


_SAY = (
    r"(?:sa(?:y|ys|id)|tell|told|think|thought|thinks|argue[sd]?|claim(?:s|ed)?|(?<!united )state[sd]?|warn(?:s|ed)?|"
    r"announce[sd]?|comment(?:s|ed)?|suggest(?:s|ed)?|describe[sd]?|explain(?:s|ed)?|accuse[sd]?|predict(?:s|ed)?|"
    r"call(?:s|ed)?|express(?:es|ed)?|respond(?:s|ed)?|propose[sd]?|recommend(?:s|ed)?|estimate[sd]?|add(?:s|ed)?|"
    r"(?:write|wrote)(?= that| about| to|\W*$))"  # "Who wrote the play?" asks for no statement
)
_OF_WHAT = r"(?:what|how(?! (?:much|many|long|old|far|often)))"
_ASKED = r"(?:did|does|do|has|have|had|would)"
_MEASURES = (
    r"number|magnitude|population|size|height|length|distance|speed|depth|weight|mass|temperature|toll|count|total|age|"
    r"capacity|duration|score|average|diameter|area"
)
_SUMS = r"cost|price|rent|fee|deposit|budget|revenue|salary|sum|fine|profit|income|turnover"
_SPENDING = (
    r"costs?|pa(?:y|id)|spen[dt]|earn|receive[d]?|raise|make|lose|rent|worth|fee|budget|money|dollars?|euros?|pounds?"
)
_ACTORS = r"person|man|woman|people|official|analyst|author|company|organi[sz]ation|agency|group|team"
_PLACES = r"place|city|country|state|town|region|location|site|crater|island|street|address|continent|province"
# The first kind with a pattern that fits wins.
_PATTERNS: dict[Asks, tuple[str, ...]] = {
    Asks.SUMMARY: (
        r"\bsummari[sz]e\b|\bsummary\b|\boverview\b|\btl;?dr\b|\bgist\b|\bin a nutshell\b",
        r"\b(?:main|key) (?:points?|ideas?|findings?|topics?|facts?)\b|\btake-?aways?\b",
        r"^what(?:'s| is| are|s)\b.{0,60}\babout\s*\??$",
        r"^what does .{1,60} (?:cover|deal with|discuss)\s*\??$",
    ),
    Asks.YES_NO: (
        r"^(?:and |so |but )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must|am)"
        r"(?:n't|n’t)?\b",
    ),
    Asks.SPEAKER: (
        rf"\bwho(?:m|se)?\b.{{0,20}}\b{_SAY}\b",
        r"\baccording to whom?\b|\bwhose (?:words|statement|view)\b",
    ),
    Asks.STATEMENT: (
        rf"^(?:and |so |but )?{_OF_WHAT}\b.{{0,30}}\b{_ASKED}\b.{{1,60}}\b{_SAY}\b",
        r"^what (?:was|is|were) .{1,60}(?:view|opinion|position|response|reaction|comment|statement|warning)s?\b",
        r"^according to\b",
    ),
    Asks.MONEY: (
        rf"\bhow much\b.{{0,60}}\b(?:{_SPENDING})\b|\bhow much is the (?:{_SUMS})\b",
        rf"\bwhat (?:is|was|were|are) the .{{0,40}}\b(?:{_SUMS})s?\b|\bwhat (?:{_SUMS})\b",
    ),
    Asks.PERCENT: (
        r"\bwhat (?:percent(?:age)?|share|proportion|fraction|rate)\b",
        r"\bhow many per ?cent\b|\bby what percent",
    ),
    Asks.NUMBER: (
        r"\bhow (?:many|much|old|tall|long|far|fast|big|large|high|heavy|deep|often|wide|hot|cold|strong)\b",
        rf"\bwhat (?:is|was|were|are) the .{{0,40}}\b(?:{_MEASURES})\b|\bnumber of\b",
    ),
    Asks.WHEN: (
        r"^(?:and |so |but |since |by |until )?when\b|\bwhen\W*$",
        r"\bwhen (?:is|was|are|were|do|does|did|will|has|have|had)\b",
        r"\b(?:what|which) (?:year|date|day|month|time|decade|century)\b",
        r"\bhow (?:soon|late|early)\b|\bsince what\b|\bby what date\b",
    ),
    Asks.LIST: (
        r"^(?:please )?(?:list|name|enumerate|give me (?:a list|all))\b",
        r"^(?:and |so )?(?:which|what|who) .*\b(?:all|each|every|both|various|different)\b",
        r"^which (?:\w+ ){0,2}\w{2,}[^s\W]s\b",
        r"^what (?:were|are) the (?:\w+ ){0,3}\w{2,}[^s\W]s\b",
        r"^who (?:are|were) the \w+s\b",
    ),
    Asks.WHO: (
        r"\bwho(?:m|se)?\b",
        rf"\b(?:what|which) (?:{_ACTORS})\b",
    ),
    Asks.WHERE: (rf"\bwhere\b|\b(?:what|which) (?:{_PLACES})\b",),
    Asks.WHY: (
        r"\bwhy\b|\bhow come\b|\bwhat for\b|\bwhat (?:made|caused|led)\b",
        r"\bwhat (?:is|was|were|are) the (?:reasons?|causes?|purpose|aim|goal)\b",
    ),
    Asks.HOW: (r"^(?:and |so |but )?how\b|\bin what way\b|\bwhat (?:steps?|must I|should I|do I)\b",),
}
_KINDS = tuple((asks, re.compile("|".join(patterns), re.IGNORECASE)) for asks, patterns in _PATTERNS.items())
_SPEAKER_OF = re.compile(
    rf"\b(?:did|does|do|has|have|had|would)\s+(?P<who>.{{2,60}}?)\s+(?:have to )?{_SAY}\b|"
    r"^according to (?P<source>[^,?]{2,60})|"
    r"^what (?:was|is|were) (?P<whose>.{2,60}?)(?:'s|’s|s'|s’) ",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"^(?:please |can you |could you |do you know )*(?:tell me |explain |show me )?|"
    r"\b(?:according to (?:the )?(?:documents?|texts?|articles?|reports?|files?))\b,?",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:\b(?:about|around|nearly|almost|roughly|approximately|some|over|under|only|(?:more|less|fewer) than)\s)+$",
    re.IGNORECASE,
)
_LEADING_TO_DATE = re.compile(r"\b(?:on|in|since|by|until|from|during)\s(?:the\s)?$", re.IGNORECASE)
# Words that shape the question and are not looked for in the answer.
_SHAPE = frozenset(
    stems(
        "many much old long mean call name say said tell told according happen document text article report people "
        "person year date day month kind type use get give make made take exactly list"
    )
)
_WORD = re.compile(r"[\w'’-]+")
_MOST_LEFT_OUT = 10  # words of a question that are left out in turn
_DENIAL = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|without|neither|nor|least|fail\w*|unable|refus\w*|except)\b|n['’]t\b",
    re.IGNORECASE,
)
# What a question by an adjective ("how high") asks for: how a text or the heading of a column names it.
_MEASURED = {
    "high": "height elevation altitude",
    "tall": "height",
    "long": "length duration",
    "far": "distance",
    "wide": "width breadth",
    "deep": "depth",
    "big": "size area",
    "large": "size area",
    "heavy": "weight mass",
    "fast": "speed",
    "old": "age",
    "hot": "temperature",
    "cold": "temperature",
    "strong": "strength magnitude",
}
_HOW_MUCH_OF_IT = re.compile(rf"\bhow ({'|'.join(_MEASURED)})\b", re.IGNORECASE)
_WEIGHED = re.compile(r"\bweighs?\b", re.IGNORECASE)
# In a question about a sum, these ask for nothing more than the sum.
_PAYING = frozenset(stems("cost costs pay paid spend spent worth price money"))


def parse(text: str) -> Question:
    """Take a question apart. Anything may be asked; what fits no rule asks for OTHER."""
    plain = _FRAME.sub("", text.strip()).strip()
    asks = next((asks for asks, pattern in _KINDS if pattern.search(plain)), Asks.OTHER)
    found = tuple(fact.value for fact in names(text) if fact.sure or fact.start > 0)
    speaker = _speaker(plain) if asks is Asks.STATEMENT else ""
    wanted = tuple(dict.fromkeys(content_stems(plain)))
    shape = _SHAPE | _PAYING if asks is Asks.MONEY else _SHAPE
    shape |= {stem for how in (*_HOW_MUCH_OF_IT.findall(plain), *_WEIGHED.findall(plain)) for stem in stems(how)}
    subject = tuple(stem for stem in wanted if stem not in shape) or wanted
    return Question(text, asks, subject, found, speaker)


def measure_of(text: str) -> frozenset[str]:
    """Stems that name what a question asks the measure of: of "how high", those of "height" and the like."""
    adjectives = (_MEASURED[how.lower()] for how in _HOW_MUCH_OF_IT.findall(text))
    weighed = [_MEASURED["heavy"]] if _WEIGHED.search(text) else []
    return frozenset(stem for names_ in (*adjectives, *weighed) for stem in stems(names_))


def with_a_word_less(text: str) -> list[str]:
    """The question without one of the words that tell what it is about, for each of them; as it is if it has none."""
    telling = [word.span() for word in _WORD.finditer(text) if word.start() and fold(word[0]) not in STOPWORDS]
    return [text[:start] + text[end:].lstrip() for start, end in telling[:_MOST_LEFT_OUT]] or [text]


def denies(text: str) -> bool:
    """Whether a question asks for what is not, or is not so."""
    return bool(_DENIAL.search(text))


def word_for(quantity: Quantity) -> str:
    """What asks for a quantity: "how much", "what percentage" or "how many"."""
    return "how much" if quantity.is_money else "what percentage" if quantity.unit == "%" else "how many"


def echo(sentence: str, start: int, end: int, word: str) -> str:
    """A sentence asked back: with ``word`` ("when", "how many") in place of ``sentence[start:end]``, as a question.

    What hedges or dates what is replaced ("about", "on", "in") goes with it.
    """
    leading = _LEADING_TO_DATE if word == "when" else _HEDGE
    before = leading.search(sentence[:start])
    start = before.start() if before else start
    return f"{sentence[:start]}{word}{sentence[end:]}".rstrip(" .!") + "?"


def _speaker(text: str) -> str:
    match = _SPEAKER_OF.search(text)
    return next((part.strip() for part in match.groupdict().values() if part), "") if match else ""
