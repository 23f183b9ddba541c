"""Where a sentence says that somebody speaks: the verb of saying and the mention of the speaker. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.facts import names

MASK = "\x00"  # stands for each character of a quotation, whose own words are not the sentence's

_SAYING = """said says say told tells tell added adds stated explained explains argued argues argue noted warned
    warns warn claimed insisted insists wrote replied announced declared acknowledged denied denies confirmed
    confirms reported suggested suggests recalled testified tweeted concluded concludes remarked commented believes
    thinks believed estimated estimates cautioned complained promised predicted predicts pledged responded answered
    observed asserted asserts maintained maintains alleged contended contends emphasized emphasised stressed
    stresses admitted conceded boasted joked asked""".split()
_NOUNS_TOO = "notes reports claims states remarks comments writes asks".split()  # verbs only straight after a name
_ADDRESSED = ("told", "tells", "tell", "warned", "warns", "warn", "asked", "reminded", "assured")
_VERB = re.compile(rf"\b(?P<verb>{'|'.join([*_SAYING, *_NOUNS_TOO])})\b")
_MODIFIER = re.compile(
    r"\b(?:has|had|have|also|later|then|again|once|further|first|[a-z]{2,}ly|went\son\sto|goes\son\sto|itself|himself|"
    r"herself|themselves)\s*$"
)
_NOT_SAYING = re.compile(r"(?:\b(?:is|was|were|are|been|being|be|to|not|never|could|would|that|as|it)|n['’]t)\s*$")
_BOUNDARY = re.compile(
    r"[;:—–()\x00]|,|\b(?:but|while|when|because|that|which|if|although|though|as)\s|\band\s(?=\W*$)"
)
_ACCORDING = re.compile(r"\baccording\sto\s(?P<speaker>[^,;.()\x00]*(?:(?<=\b[A-Z])\.[^,;.()\x00]*)*)", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:he|she|they|it|who|i|we)\b", re.IGNORECASE)
_LONGEST_CLAUSE = 400  # characters
_LONGEST_PHRASE = 14  # words in a speaker such as "experts in a new report by …"
_LEADING = re.compile(
    r"\s*(?:(?:and|but|so|yet|meanwhile|however|still|then|instead|additionally|also|later|yesterday|today|once)\b,?\s+)+",
    re.IGNORECASE,
)
_ADVERBIAL = re.compile(
    r"\s*(?:in|on|at|after|before|during|since|by|for|with|when|while|as|despite|following|over|under|from|about|"
    r"according|earlier|last|one|this|that|if|although|asked)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s(?:for|of|in|at|from|by|with|on|to|against|near|about)\s")
_ADDRESSEE = re.compile(
    r"\s+(?:(?:\w+[\w’'.\-]*\s){1,6}?(?=that\b)|(?:him|her|them|me|us|it|you|reporters|journalists|lawmakers|"
    r"(?:the|a|an|his|her|their)\s[a-z]+(?:\s(?=[A-Z]))?))"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody speaks: ``start:end`` is the whole phrase ("he told reporters"), ``speaker`` the mention's span.

    ``kind`` is "before" (X said …), "after" (…, said X) or "according".
    """

    kind: str
    start: int
    end: int
    speaker: tuple[int, int]


def attributions(text: str, masked: str, start: int, end: int) -> list[Attribution]:
    """The attributions in the sentence ``text[start:end]``; ``masked`` is ``text`` with its quotations masked."""
    known = [(start + name.start, start + name.end) for name in names(text[start:end])]
    found = list(_according(masked, start, end, known))
    for match in _VERB.finditer(masked, start, end):
        attribution = _inverted(masked, match, end, known) or _preceded(masked, match, start, end, known)
        if attribution and not any(attribution.start < other.end and other.start < attribution.end for other in found):
            found.append(attribution)
    return sorted(found, key=lambda attribution: attribution.start)


def _according(masked: str, start: int, end: int, known: list[tuple[int, int]]) -> Iterator[Attribution]:
    for match in _ACCORDING.finditer(masked, start, end):
        a, b = _stripped(masked, *match.span("speaker"))
        named = [span for span in known if a <= span[0] < b]
        if named and not _PREPOSITION.search(masked, a, named[0][0]):
            a, b = named[0]
        if a < b:
            yield Attribution("according", match.start(), max(b, match.end()), (a, b))


def _verb_group_start(masked: str, at: int, start: int) -> int:
    """Where the verb with its auxiliaries and adverbs begins ("has repeatedly said")."""
    while match := _MODIFIER.search(masked, max(start, at - 24), at):
        at = match.start()
    return at


def _inverted(masked: str, verb: re.Match[str], end: int, known: list[tuple[int, int]]) -> Attribution | None:
    """ "…," said X."""
    before = masked[max(0, verb.start() - 4) : verb.start()].rstrip()
    quoted = before.endswith(MASK)
    if not quoted and not before.endswith(","):
        return None
    match = re.compile(r"\s+((?:[\w’'.\-]+\s){0,7}?)(?=[A-Z])").match(masked, verb.end(), min(end, verb.end() + 90))
    name = next((span for span in known if match and match.end() <= span[0] <= match.end() + 40), None)
    if name and (quoted or re.match(r"\s*(?:[,.;!?\x00]|$)", masked[name[1] : end])):
        gap = masked[verb.end() : name[0]]
        if "," not in gap and MASK not in gap and " that " not in gap:
            first = verb.end() + len(gap) - len(gap.lstrip()) if _PREPOSITION.search(gap) else name[0]
            return Attribution("after", verb.start(), name[1], (first, name[1]))
    plain = re.compile(r"\s+((?:the|an?|one|another|his|her|their)\s[^,.;\x00]{2,60})").match(masked, verb.end(), end)
    if plain and quoted:
        for span in known:
            if masked[plain.end() : span[0]] == ", ":  # "the judge, Ann Moe"
                return Attribution("after", verb.start(), span[1], span)
        return Attribution("after", verb.start(), plain.end(), _stripped(masked, *plain.span(1)))
    return None


def _preceded(
    masked: str, verb: re.Match[str], start: int, end: int, known: list[tuple[int, int]]
) -> Attribution | None:
    """X, an analyst, has said …"""
    group = _verb_group_start(masked, verb.start(), start)
    if _NOT_SAYING.search(masked, max(start, group - 12), group):
        return None
    left_end = start + len(masked[start:group].rstrip())
    speaker = (
        _before_appositive(masked, start, left_end - 1, known)
        if masked[start:left_end].endswith(",")
        else _subject(masked, _clause_start(masked, start, left_end), left_end, known)
    )
    if speaker is None or (verb["verb"] in _NOUNS_TOO and speaker not in known):
        return None
    last = verb.end()
    if verb["verb"] in _ADDRESSED and (addressee := _addressee(masked, last, end, known)):
        last = addressee
    return Attribution("before", speaker[0], last, speaker)


def _addressee(masked: str, at: int, end: int, known: list[tuple[int, int]]) -> int | None:
    name = next((span for span in known if at < span[0] <= at + 1), None)
    if name:
        return name[1]
    match = _ADDRESSEE.match(masked, at, end)
    return at + len(match.group().rstrip()) if match else None


def _clause_start(masked: str, start: int, end: int) -> int:
    start = max(start, end - _LONGEST_CLAUSE)
    boundaries = [match.end() for match in _BOUNDARY.finditer(masked, start, end)]
    return boundaries[-1] if boundaries and masked[boundaries[-1] : end].strip() else start


def _before_appositive(masked: str, start: int, end: int, known: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The subject where the verb follows a comma: "X, a Mexican analyst who studies it, said"."""
    clause = max((match.end() for match in re.compile(r"[;:\x00]").finditer(masked, start, end)), default=start)
    at = clause
    for segment in masked[clause:end].split(","):
        if segment.strip() and not _ADVERBIAL.match(segment):
            return _subject(masked, at, at + len(segment), known)
        at += len(segment) + 1
    return None


def _subject(masked: str, start: int, end: int, known: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The speaker among ``masked[start:end]``: a pronoun, a name, or the whole of a short noun phrase."""
    leading = _LEADING.match(masked, start, end)
    start, end = _stripped(masked, leading.end() if leading else start, end)
    phrase = masked[start:end]
    if not phrase or MASK in phrase:
        return None
    if _PRONOUN.fullmatch(phrase):
        return start, end
    inside = [span for span in known if start <= span[0] and span[1] <= end]
    if inside and not _PREPOSITION.search(masked, start, inside[-1][0]) and masked[inside[-1][1] : end] in ("", "'s"):
        joined = len(inside) > 1 and masked[inside[-2][1] : inside[-1][0]] == " and "
        return (inside[-2][0] if joined else inside[-1][0], inside[-1][1])
    if inside and inside[0][0] == start and phrase.endswith(" and"):  # "Smith resigned and said"
        return inside[0]
    pronoun = _PRONOUN.match(phrase)
    if pronoun and phrase.endswith(" and"):
        return start, start + pronoun.end()
    return (start, end) if len(phrase.split()) <= _LONGEST_PHRASE else None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
