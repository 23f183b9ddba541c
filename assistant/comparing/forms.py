"""The forms in which two things are compared."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.comparing.measures import COMPARATIVE, amount, is_more, measure
from assistant.comparing.sides import Sides, is_possessive, joined, shared, sides
from assistant.comparing.verbs import helped

_IN = r"(?:(?:in|at|on|from|during|with|by) )?"
_A_OR_B = rf"{_IN}(?P<a>[^,]{{2,80}}?),? or {_IN}(?P<b>[^,]{{2,80}})"
_BE = r"(?P<be>is|was|are|were)"
_HELPER = r"(?P<helper>did|does|do)"
_HOW = rf"(?P<how>{COMPARATIVE})"
_MORE = r"(?P<more>more|fewer|less)"
_WHICH = r"(?:which|what|who)(?: of (?:the two|these|them|both))?(?: (?P<noun>(?!(?:is|was|are|were)\b)[^,]{2,40}?))?"
_COMES = {"first": False, "earlier": False, "sooner": False, "last": True, "later": True}  # the later date is meant
_HAVE = {"has": ("does", "have"), "have": ("do", "have"), "had": ("did", "have")}
_OF_TWO = re.compile(
    r"(?:of|between) (?P<a>[^,?]{2,80}?) (?:and|or) (?P<b>[^,?]{2,80}?), (?P<rest>(?:which|who|what) .+)", re.IGNORECASE
)
_THE = re.compile(r"(?:the|that|this) (?:ones? )?|(?:that|those) of ", re.IGNORECASE)
_BEFORE_TWO = re.compile(r"(?:: | [–—-] )(?=[^:]* or )")


def sides_of(question: str) -> Sides | None:
    """What a question compares, where it names two things and asks by how much or when; else None."""
    text = _BEFORE_TWO.sub(", ", " ".join(question.split()).rstrip(" ?."))
    turned = _OF_TWO.fullmatch(text)
    text = f"{turned['rest']}, {turned['a']} or {turned['b']}" if turned else text
    matches = ((pattern.fullmatch(text), taken_apart) for pattern, taken_apart in _FORMS)
    found = (taken_apart(match) for match, taken_apart in matches if match)
    return next((each for each in found if each), None)


def _being(match: re.Match[str]) -> Sides | None:
    """ "Which crater is wider, Gale or Jezero", "Which deposit was higher, Ada's or Otto's"."""
    noun = match["noun"] or ""

    def asked(name: str) -> str:
        return joined(measure(match["how"], noun), match["be"], _of_kind(noun, name), match["tail"] or "")

    return sides(match.group("a", "b"), asked, is_more(match["how"]))


def _of_kind(noun: str, name: str) -> str:
    """What is asked about: "the crater Gale", "the rent in Mill Road", "Ada's rent"."""
    if is_possessive(name):
        return f"{name} {noun}"
    if not noun or noun.casefold() in name.casefold():
        return name
    return f"the {noun} {_THE.sub('', name)}"


def _being_then(match: re.Match[str]) -> Sides | None:
    """ "In which year were sales higher, 2022 or 2023": the two are times or places."""
    words = (measure(match["how"], match["subject"]), match["be"].lower(), match["subject"], "in")
    return sides(match.group("a", "b"), lambda name: joined(*words, name), is_more(match["how"]))


def _being_than(match: re.Match[str]) -> Sides | None:
    """ "Is Ada taller than Otto"."""
    words = (measure(match["how"], match["a"]), match["be"].lower())
    first, second, rest = shared(match)
    return sides((first, second), lambda name: joined(*words, name, rest), is_more(match["how"]), claim=True)


def _doing(match: re.Match[str]) -> Sides | None:
    """ "Which weighed more at launch, Ada or Otto", "Which team won more medals, Ada's or Otto's"."""
    form = _HAVE.get(match["verb"].lower()) or helped(match["verb"].lower())
    if form is None or is_possessive(match["a"]):
        return None
    start, rest = amount(match["thing"] or "")
    if form[1] == "weigh" and start == "How much":
        be = "was" if form[0] == "did" else "is"
        return sides(match.group("a", "b"), lambda name: joined("How heavy", be, name, rest), _is_more(match))
    return sides(match.group("a", "b"), lambda name: joined(start, form[0], name, form[1], rest), _is_more(match))


def _doing_then(match: re.Match[str]) -> Sides | None:
    """ "Did Ada win more medals in Rome or in Oslo"."""
    start, rest = amount(match["thing"])
    words = (start, match["helper"].lower(), match["subject"], match["verb"], rest, match["leading"].lower())
    return sides(match.group("a", "b"), lambda name: joined(*words, name), _is_more(match))


def _doing_than(match: re.Match[str]) -> Sides | None:
    """ "Did Ada win more medals than Otto"."""
    start, of_it = amount(match["thing"] or "")
    words = (start, match["helper"].lower())
    first, second, rest = shared(match)
    return sides(
        (first, second), lambda name: joined(*words, name, match["verb"], of_it, rest), _is_more(match), claim=True
    )


def _coming(match: re.Match[str]) -> Sides | None:
    """ "Who landed first, Ada or Otto", "Which was founded earlier, Ada or Otto"."""
    verb, later = match["verb"].lower(), _COMES[match["comes"].lower()]
    if match["be"]:
        return sides(match.group("a", "b"), lambda name: joined("When", match["be"], name, verb), later)
    form = ("did", "happen") if verb == "came" else helped(verb)
    return sides(match.group("a", "b"), lambda name: joined("When", form[0], name, form[1]), later) if form else None


def _is_more(match: re.Match[str]) -> bool:
    return match["more"].lower() == "more"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Sides | None]], ...] = tuple(
    (re.compile(form, re.IGNORECASE), taken_apart)
    for form, taken_apart in (
        (rf"{_WHICH} {_BE} {_HOW}(?P<tail> [^,]{{2,60}})?, {_A_OR_B}", _being),
        (rf"in (?:which|what) [^,]{{2,30}}? {_BE} (?P<subject>[^,]{{2,60}}?) {_HOW}, {_A_OR_B}", _being_then),
        (rf"{_BE} (?P<subject>[^,]{{2,60}}?) {_HOW} in (?P<a>[^,]{{2,60}}?) or {_IN}(?P<b>[^,]{{2,60}})", _being_then),
        (rf"{_BE} (?P<a>[^,]{{2,80}}?) {_HOW} than (?P<b>[^,]{{2,80}})", _being_than),
        (rf"{_WHICH} (?P<verb>\w+) {_MORE}(?: (?P<thing>[^,]{{2,60}}))?, {_A_OR_B}", _doing),
        (
            rf"{_HELPER} (?P<subject>[^,]{{2,60}}?) (?P<verb>\w+) {_MORE} (?P<thing>[^,]{{2,60}}?) "
            r"(?P<leading>in|at|on|from|during|with|by) (?P<a>[^,]{2,60}?) or "
            rf"{_IN}(?P<b>[^,]{{2,60}})",
            _doing_then,
        ),
        (
            rf"{_HELPER} (?P<a>[^,]{{2,80}}?) (?P<verb>\w+) {_MORE}(?: (?P<thing>[^,]{{2,60}}?))? than "
            rf"(?P<b>[^,]{{2,80}}?)(?: (?:did|does|do))?",
            _doing_than,
        ),
        (rf"{_WHICH}(?: {_BE})? (?P<verb>\w+) (?P<comes>first|earlier|sooner|last|later), {_A_OR_B}", _coming),
    )
)
