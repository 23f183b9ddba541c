"""The main clause of a plain sentence: its subject, its verb and what follows, or nothing where that is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.facts import dates
from assistant.posing.background import Background
from assistant.posing.phrases import is_subject
from assistant.posing.verbs import AUXILIARIES, BE, PARTICIPLE, helped, is_finite

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_DATED = re.compile(r"(?:On|In)\s")
# Where a further clause begins; what goes before is whole without it.
_FURTHER = re.compile(
    r"\s(?:and|but) that\s|,\s|;|:\s|\s[–—]\s|\s\(|"
    r"\s(?:but|while|when|which|who|whom|whose|because|after|before|although|though|where|whereas|until|unless|if|so|"
    r"provided)\s"
)
_AND = re.compile(r"\sand\s(?:[a-z]+ly\s)?([a-z]+)\b")
_BETWEEN = re.compile(r"(?:not|never|been|also|now|still|only|[a-z]+ly)\b")
_LEADING = frozenset("to be been being have".split())  # from an auxiliary to its participle
_HAVING = {"has": "does", "had": "did", "have": "do"}
_APPOSITION = re.compile(r"(?P<who>[^,]{2,60}), (?P<what>[^,]{2,80}), (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Clause:
    """``subject`` as it reads within a sentence; ``rest`` is what follows ``verb`` up to where a further clause begins.

    ``when`` is the date that the sentence begins with, or "". ``cut`` is what parts the rest from what comes after it.
    """

    subject: str
    verb: str
    rest: str
    when: str = ""
    cut: str = ""

    @property
    def question(self) -> tuple[str, str]:
        """The verb that comes before the subject in a question, and the one that comes behind it (or "")."""
        first = next((word for word in self.rest.split() if not _BETWEEN.fullmatch(word)), "")
        if self.verb in _HAVING and not _is_participle(first):
            return _HAVING[self.verb], "have"
        if self.verb in AUXILIARIES:
            return self.verb, ""
        found = helped(self.verb, among_nouns=True)
        return found or (self.verb, "")

    def asked(self, word: str, rest: str | None = None) -> str:
        """The clause as a question that begins with ``word``, with ``rest`` instead of its own."""
        first, second = self.question
        parts = (word, first, self.subject, second, self.rest if rest is None else rest)
        return " ".join(" ".join(parts).split()) + "?"


def main_clause(sentence: str, background: Background) -> Clause | None:
    """The clause that a sentence begins with; None where it is not plain enough to be turned round."""
    when, body = _without_date(sentence.rstrip(' .!”"'))
    for verb in _verbs(body):
        subject = _subject(body[: verb.start()].strip(), bool(when), background)
        if not subject:
            return None
        rest, cut = _cut(body[verb.end() :].strip())
        whole = _is_whole(verb.group(), rest) and not _stands_alone(verb.group(), rest)
        return Clause(subject, verb.group(), rest, when, cut) if whole else None
    return None


def _without_date(sentence: str) -> tuple[str, str]:
    """The date that a sentence begins with, and the sentence without it."""
    begun = _DATED.match(sentence)
    found = dates(sentence)[:1]
    if begun is None or not found or found[0].start != begun.end():
        return "", sentence
    return sentence[begun.end() : found[0].end], sentence[found[0].end :].lstrip(" ,")


def _verbs(body: str) -> list[re.Match[str]]:
    """The first word that may be the clause's verb, if it is surely one."""
    apposed = _apposition(body)
    begun = apposed.end() if apposed else 0
    for match in _WORD.finditer(body, begun):
        word = match.group()
        if match.start() and (word in AUXILIARIES or helped(word) or word in ("cost", "costs")):
            return [match]
        if (
            match.start()
            and is_finite(word)
            and not (helped(word, among_nouns=True) and not body[match.end() :].strip())
        ):
            later = [other for other in _WORD.finditer(body, match.end()) if is_finite(other.group())]
            return [match] if helped(word, among_nouns=True) and not later else []
    return []


def _subject(phrase: str, within: bool, background: Background) -> str:
    """The subject as it reads in a question; an apposition is taken out of it. "" for one that will not do."""
    apposed = _apposition(phrase + " x")
    if apposed:
        phrase = apposed["who"]
    if not is_subject(phrase):
        return ""
    return phrase if within else background.decapitalised(phrase)


def _apposition(text: str) -> re.Match[str] | None:
    """The noun that a clause begins with and what is said of it between commas, where it is so."""
    found = _APPOSITION.match(text)
    return None if found is None or any(is_finite(word) for word in found["who"].split()) else found


def _cut(rest: str) -> tuple[str, str]:
    ends = [(match.start(), match.group().strip()) for match in [_FURTHER.search(rest)] if match]
    for match in _AND.finditer(rest):
        if is_finite(match[1]):
            ends.append((match.start(), "and"))
            break
    end, mark = min(ends, default=(len(rest), ""))
    return rest[:end].strip(), mark


def _is_whole(verb: str, rest: str) -> bool:
    """Whether no second verb is left in the rest; the participle of a passive or a perfect is none."""
    found = list(_WORD.finditer(rest))
    while found and _BETWEEN.fullmatch(found[0].group()):
        found = found[1:]
    if verb in AUXILIARIES and found:
        led = found[0].group() in _LEADING
        found = found[1:]
        while found and (_BETWEEN.fullmatch(found[0].group()) or found[0].group() in _LEADING):
            led, found = True, found[1:]
        if led or verb not in BE:
            found = found[1:] if found and _is_participle(found[0].group()) else found
    return not any(is_finite(match.group()) for match in found)


def _is_participle(word: str) -> bool:
    return word in PARTICIPLE or word.endswith("ed")


def _stands_alone(verb: str, rest: str) -> bool:
    """Whether the verb is left with nothing: "said." and "is"."""
    return not rest and verb in AUXILIARIES
