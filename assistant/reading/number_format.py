"""Numbers, dates and times as a spreadsheet shows them by a number format (ECMA-376 part 1, section 18.8.31)."""

from __future__ import annotations

import operator
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<span>h+|m+|s+)\]|(?P<aside>\[[^\]]*\])'
    r"|_(?P<blank>.)|\*(?P<fill>.)|(?P<general>General|Standard)|(?P<half>AM/PM|A/P)"
    r"|(?P<fraction>(?:[#0?]+\s+)?[#?0]+\s*/\s*(?:[#?0]+|\d+))|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?|e+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<end>;)|(?P<other>.)",
    re.I | re.S,
)
_LITERAL = frozenset(("quoted", "escaped", "currency", "percent", "other"))
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_TESTS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne}
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_LARGEST = 1e15  # from here on a number has no digits after its point
Tokens = tuple[tuple[str, str], ...]  # the name of a group of _TOKEN, and what it matched; "M" is a month, "m" a minute


def shown(value: object, code: str) -> str:
    """A cell's value as its format shows it; a date in figures alone is given as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        return _length(value, _sections(code)[0])
    if isinstance(value, date | time):
        return _moment(value, _sections(code)[0])
    if isinstance(value, int | float):
        return _number(value, code)
    last = _sections(code)[-1]
    return _literals(last, text=str(value)) if any(name == "text" for name, _ in last) else str(value)


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[Tokens, ...]:
    """The parts of a format: for numbers above, below and at zero, and for text."""
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code or "General"):
        name = match.lastgroup or ""
        if name == "end":
            sections.append([])
        else:
            sections[-1].append((name, match[name].lower() if name in ("date", "span") else match[name]))
    return tuple(_with_months(section) for section in sections)


def _with_months(tokens: list[tuple[str, str]]) -> Tokens:
    """The tokens with "M" for months: an ``m`` is a minute after an hour or before a second."""
    places = [index for index, (name, _) in enumerate(tokens) if name in ("date", "span")]
    letters = ["", *(tokens[place][1][0] for place in places), ""]
    for before, place, after in zip(letters, places, letters[2:], strict=False):
        name, held = tokens[place]
        if name == "date" and held[0] == "m" and before != "h" and after != "s":
            tokens[place] = name, held.upper()
    return tuple(tokens)


def _number(value: float, code: str) -> str:
    tokens, value = _section(value, _sections(code))
    names = {name for name, _ in tokens}
    sign, size = "-" if value < 0 else "", abs(value)
    if not size < _LARGEST or "date" in names or "span" in names:  # as a date below zero is no date
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if "fraction" in names:
        parts = (_fraction(size, held) if name == "fraction" else _literal(name, held) for name, held in tokens)
        return sign + "".join(parts).strip()
    if "digit" in names:
        return sign + _digits(size, tokens).strip()
    return sign + _literals(tokens, general=f"{size:.15g}" if isinstance(value, float) else str(size))


def _section(value: float, sections: tuple[Tokens, ...]) -> tuple[Tokens, float]:
    """The part of a format that is for a value, and the value as that part shows it: below zero without its sign."""
    conditions = [next(filter(None, (_CONDITION.match(held) for _, held in tokens)), None) for tokens in sections]
    if any(conditions):
        for tokens, condition in zip(sections, conditions, strict=True):
            if condition is None or _TESTS[condition[1]](value, float(condition[2])):
                return tokens, value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    return sections[2 if value == 0 and len(sections) > 2 else 0], value


def _digits(value: float, tokens: Tokens) -> str:
    """A number's digits in their places, with the literals between them."""
    names = [name for name, _ in tokens]
    if "exponent" in names:
        before = names[: names.index("exponent")]
        return f"{value:.{before[before.index('point') :].count('digit') if 'point' in before else 0}E}"
    last = max(index for index, name in enumerate(names) if name == "digit")
    point = names.index("point") if "point" in names else last + 1
    whole_places = [index for index in range(point) if names[index] == "digit"]
    thousands = len("".join("," if name == "comma" else " " for name in names[last + 1 :]).split(" ", maxsplit=1)[0])
    number = Decimal(f"{value:.15g}") * 100 ** names.count("percent") / 1000**thousands
    below = [held for name, held in tokens[point:] if name == "digit"]
    whole, _, rest = f"{number.quantize(Decimal(1).scaleb(-len(below)), ROUND_HALF_UP):f}".partition(".")
    while rest and below[len(rest) - 1] == "#" and rest.endswith("0"):
        rest = rest[:-1]
    grouped = bool(whole_places) and "comma" in names[whole_places[0] : whole_places[-1]]
    return _before(whole.lstrip("0"), tokens[:point], grouped) + _after(rest, tokens[point:])


def _before(digits: str, tokens: Tokens, grouped: bool) -> str:
    """What stands before the point, put together from right to left; the first place takes all digits that are left."""
    places = sum(name == "digit" for name, _ in tokens)
    parts: list[str] = []
    written = 0
    for name, held in reversed(tokens):
        if name != "digit":
            parts.append(_literal(name, held))
            continue
        places -= 1
        taken = digits[-1:] if places else digits
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or held.strip("#?")):
            parts.append(f"{digit}," if grouped and written and written % 3 == 0 else digit)
            written += 1
    return "".join(reversed(parts))


def _after(digits: str, tokens: Tokens) -> str:
    left = iter(digits)
    parts = (next(left, "") if name == "digit" else _literal(name, held) for name, held in tokens)
    return "".join("." if name == "point" and digits else part for (name, _), part in zip(tokens, parts, strict=True))


def _fraction(value: float, form: str) -> str:
    before, _, below = (part.strip() for part in form.partition("/"))
    fixed = int(below) if below.strip("#?0") else 0
    whole, rest = divmod(Fraction(value), 1) if len(before.split()) > 1 else (0, Fraction(value))
    rest = Fraction(round(rest * fixed), fixed) if fixed else rest.limit_denominator(10 ** len(below) - 1)
    if rest.denominator == 1:
        return str(whole + rest)
    scale = fixed // rest.denominator if fixed else 1
    shown = f"{rest.numerator * scale}/{rest.denominator * scale}"
    return f"{whole} {shown}" if whole else shown


def _moment(value: date | time, tokens: Tokens) -> str:
    parts = {held for name, held in tokens if name == "date"}
    letters = {held[0] for held in parts}
    if not parts or (letters >= set("yMd") and not any(held.startswith(("MMM", "ddd")) for held in parts)):
        return _iso(value, "h" in letters or not parts)
    moment = value if isinstance(value, datetime) else datetime.combine(*_day_and_time(value))
    halves = any(name == "half" for name, _ in tokens)
    filled = (
        _part(held, moment, halves) if name in ("date", "half") else _literal(name, held) for name, held in tokens
    )
    return "".join(filled).strip()


def _day_and_time(value: date | time) -> tuple[date, time]:
    return (value, time()) if isinstance(value, date) else (date(1900, 1, 1), value)


def _iso(value: date | time, timed: bool) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if not timed or value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds" if value.second else "minutes")


def _part(form: str, moment: datetime, halves: bool) -> str:
    """One part of a date or time."""
    letter, length = form[0], len(form.partition(".")[0])
    if letter in "AaPp":
        return form.partition("/")[2 if moment.hour >= 12 else 0]
    if letter in "ye":
        return f"{moment.year % 100:02}" if letter == "y" and length < 3 else str(moment.year)
    if letter in "Md" and length > 2:
        name = _MONTHS[moment.month - 1] if letter == "M" else _DAYS[moment.weekday()]
        return name[: {3: 3, 5: 1}.get(length, len(name))]
    hour = (moment.hour % 12 or 12) if halves else moment.hour
    number = {"M": moment.month, "d": moment.day, "h": hour, "m": moment.minute, "s": moment.second}[letter]
    rest = f".{moment.microsecond:06}"[: len(form) - length]
    return f"{number:0{min(length, 2)}}{rest}"


def _length(value: timedelta, tokens: Tokens) -> str:
    """A length of time; the part in brackets takes all that is larger than it."""
    largest = next((held[0] for name, held in tokens if name == "span"), None)
    if largest is None:
        return str(value)
    seconds = round(abs(value.total_seconds()))
    parts = []
    for name, held in tokens:
        if name in ("date", "span"):
            number = seconds // _SECONDS.get(held[0].lower(), 1)
            parts.append(f"{number if name == 'span' or held[0] == largest else number % 60:0{min(len(held), 2)}}")
        else:
            parts.append(_literal(name, held))
    return f"{'-' if value < timedelta() else ''}{''.join(parts).strip()}"


def _literals(tokens: Tokens, text: str = "", general: str = "") -> str:
    given = {"text": text, "general": general}
    return "".join(given.get(name) or _literal(name, held) for name, held in tokens).strip()


def _literal(name: str, held: str) -> str:
    return held if name in _LITERAL else ""
