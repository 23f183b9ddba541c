"""Checks the words themselves: whether a quote holds them at all, and whether one of the two negates them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.records import Verdict
from assistant.text import STOPWORDS, fold, sentence_spans, stems
from assistant.verify.evidence import Evidence, Finding, ordered_stems

_HARDLY, _PARTLY = 0.25, 0.5  # shares of the claim's content words
_REACH = 120  # characters in which a negation finds its word
_NEAR = 0.5  # what a word counts that is only near the quote

_NEGATION = re.compile(
    r"\b(?:not(?!\s(?:only|just|merely|least))|never|no(?!\.\s?\d|\sdoubt)|none|nobody|nothing|neither|nor|without|cannot|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|fail(?:s|ed)?\sto|unable\sto|declin(?:e|es|ed)\sto)\b|n['’]t\b",
    re.IGNORECASE,
)
# More loosely: words by which a quote may mean a negation that the claim spells out.
_NEGATIVE = re.compile(
    rf"{_NEGATION.pattern}|\b(?:lack\w*|absen\w+|hardly|barely|rarely|seldom|few|little|only|instead|rather|except\w*|"
    r"avoid\w*|reject\w*|prevent\w*|ban(?:s|ned)?|prohibit\w*|forbid\w*|exclud\w*|stop\w*|end(?:s|ed)?|but|however|"
    r"although|though|un(?!der|til|it|i[oqv])[a-z]{4,}|non-?[a-z]{3,}|dis[a-z]{4,}|"
    r"impossible|invalid|illegal|inactive|insufficient|less|free\sof|different|differs?)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[.,;:!?\n\"“”]|\b(?:but|and|although|though|because|if)\b")
# Words that report or refer and so carry nothing of the claim; folded stems.
_REPORTING = frozenset(
    stem
    for stem in stems(
        """according report reports reported said says say told tell stated noted added document documents passage
        article source sources text author also however many much yes"""
    )
)


def check_overlap(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """Most content words of the claim occur in the quotes."""
    wanted = set(ordered_stems(claim)) - _REPORTING
    if not wanted:
        return
    quoted, around = set(ordered_stems(evidence.quoted)), set(ordered_stems(evidence.around))
    there = {word for word in wanted if _occurs(word, quoted)}
    near = {word for word in wanted - there if _occurs(word, around)}
    if not there:
        yield Finding(Verdict.NOT_FOUND, "Nothing of this is in the quote.")
        return
    share = (len(there) + _NEAR * len(near)) / len(wanted)
    if share < _HARDLY:
        yield Finding(Verdict.NOT_FOUND, "Hardly anything of this is in the quote.")
    elif share < _PARTLY:
        yield Finding(Verdict.PARTLY, "Much of this is not in the quote.")


def _occurs(stem: str, among: set[str]) -> bool:
    """Whether a stem, or a near relative of it ("particip", "participant"), is among others."""
    return stem in among or (len(stem) > 5 and any(other[:6] == stem[:6] for other in among))


def check_negation(claim: str, evidence: Evidence) -> Iterator[Finding]:
    """What the claim affirms is not what the quote negates, nor the other way round."""
    ours, our_negated = _affirmed_and_negated(claim)
    for start, end in sentence_spans(evidence.quoted):
        theirs, their_negated = _affirmed_and_negated(evidence.quoted[start:end])
        if len((ours | our_negated) & (theirs | their_negated)) < 2:  # it speaks of something else
            continue
        flipped = (their_negated & ours) - our_negated - theirs or (our_negated & theirs) - their_negated - ours
        if flipped:
            yield Finding(Verdict.NOT_FOUND, "Either this or the quote negates what the other affirms.")
            return
    if _NEGATION.search(claim) and not _NEGATIVE.search(evidence.quoted):
        yield Finding(Verdict.PARTLY, "This negates something, and the quote does not.")


@lru_cache(maxsize=1024)
def _affirmed_and_negated(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems that are affirmed, and those that a negation bears on: the first content word after it in its clause."""
    negated: set[str] = set()
    affirmed: list[str] = []
    at = 0
    for match in _NEGATION.finditer(text):
        clause = _CLAUSE_END.search(text, match.end(), match.end() + _REACH)
        end = clause.start() if clause else match.end() + _REACH
        affirmed += ordered_stems(text[at : match.start()])
        word = _first_content_word(text[match.end() : end])
        if word:
            negated.update(ordered_stems(word))
            at = text.index(word, match.end()) + len(word)
        else:
            at = max(at, match.end())
    affirmed += ordered_stems(text[at:])
    return frozenset(affirmed), frozenset(negated)


def _first_content_word(text: str) -> str:
    found = (match.group() for match in re.finditer(r"[^\W_]+", text))
    return next((word for word in found if fold(word) not in STOPWORDS), "")
