"""Checks who is named, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.attribution import Statement, statements
from assistant.facts import Fact, name_words, names
from assistant.records import Verdict
from assistant.text import fold
from assistant.verify.evidence import Evidence, Finding, acronyms, initials, ordered_stems, plain_words

_PRONOUNS = frozenset("he she they his her their him them who it its".split())
_NATIONAL = re.compile(r"(?:ians?|eans?|ans?|ese|ish|is?|os?|as?|y|ns?)$")
_SAME_STATEMENT = 0.5  # share of a reported statement's words that the source's statement must hold


def _related(word: str, other: str) -> bool:
    """Whether two words name the same but for an ending: Mexico and Mexicans, China and Chinese."""
    if word == other:
        return True
    root, other_root = _NATIONAL.sub("", word), _NATIONAL.sub("", other)
    return len(root) > 3 and (root in (other, other_root) or other_root == word)


def _present(word: str, among: frozenset[str]) -> bool:
    return word in among or any(other[:3] == word[:3] and _related(word, other) for other in among)


def _named(name: str, text: str) -> tuple[list[str], list[str]]:
    """The words of ``name`` that ``text`` holds, and those that it does not; initials stand for the whole."""
    parts, present = name_words(name), plain_words(text)
    if len(parts) == 1 and parts[0] in initials(text):
        return parts, []
    short = fold("".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()))
    if short in acronyms(text):
        return parts, []
    return [word for word in parts if _present(word, present)], [word for word in parts if not _present(word, present)]


def check_names(claim: str, evidence: Evidence, vouched: frozenset[str]) -> Iterator[Finding]:
    """Every name of the claim is in a quote. ``vouched``: words of names that the check of speakers has settled."""
    for name in names(claim):
        if vouched.intersection(name_words(name.value)):
            continue
        found, missing = _named(name.value, evidence.quoted)
        if missing and (finding := _missing_name(name, found, missing, evidence)):
            yield finding


def _missing_name(name: Fact[str], found: list[str], missing: list[str], evidence: Evidence) -> Finding | None:
    near = not _named(name.value, evidence.around)[1]
    if not name.sure:
        return _missing_first_word(name.value, near)
    if near and (found or _meant(name.value, evidence)):
        return None
    if near:
        return Finding(Verdict.PARTLY, f"{name.value} is named near the quote, not in it.")
    if found:
        shown = " ".join(word for word in name.value.split() if set(name_words(word)) & set(missing))
        return Finding(Verdict.NOT_FOUND, f"The quote does not say {shown or name.value} in “{name.value}”.")
    return Finding(Verdict.NOT_FOUND, f"{name.value} is not in the quote.")


def _missing_first_word(word: str, near: bool) -> Finding | None:
    """A lone capitalised word that begins the sentence may be any noun; plurals mostly are."""
    if near or word.endswith("s"):
        return None
    return Finding(Verdict.PARTLY, f"{word} is not in the quote.")


def _meant(name: str, evidence: Evidence) -> bool:
    """Whether a pronoun of a quote can mean ``name``: it is among the last names before the quote."""
    for quote in evidence.quotes:
        if not _PRONOUNS & plain_words(quote):
            continue
        for text in evidence.context:
            at = text.find(quote)
            before = names(text[:at])[-4:] if at > 0 else []
            if any(set(name_words(name)) & set(name_words(other.value)) for other in before):
                return True
    return False


def check_speakers(claim: str, evidence: Evidence) -> tuple[list[Finding], frozenset[str]]:
    """Whoever is said to have said something said it; and the words of the names for which that holds."""
    findings: list[Finding] = []
    vouched: set[str] = set()
    for statement in statements(claim):
        speakers = names(statement.speaker)
        if not speakers:
            continue
        said = _sources(statement, evidence)
        if any(
            not _named(speaker.value, other.speaker)[1] or _shares(speaker.value, other)
            for speaker in speakers
            for other in said
        ):
            vouched.update(word for speaker in speakers for word in name_words(speaker.value))
        elif others := [other.speaker for other in said if names(other.speaker)]:
            reason = f"{statement.speaker} did not say this: the source names {others[0]}."
            findings.append(Finding(Verdict.NOT_FOUND, reason))
    return findings, frozenset(vouched)


def _shares(speaker: str, statement: Statement) -> bool:
    """Whether the source uses a shorter form of the speaker's name ("Bravo" for Carlos Bravo Regidor)."""
    theirs = name_words(statement.speaker)
    return bool(theirs) and set(theirs) <= set(name_words(speaker))


def _sources(claimed: Statement, evidence: Evidence) -> list[Statement]:
    """The statements of the source that say what ``claimed`` says, in the quotes or overlapping them."""
    found: list[tuple[float, Statement]] = []
    wanted = set(ordered_stems(claimed.text))
    for text in evidence.context or evidence.quotes:
        spans = [(at, at + len(quote)) for quote in evidence.quotes if (at := text.find(quote)) >= 0]
        for statement in statements(text):
            if any(statement.start < end and start < statement.end for start, end in spans) and wanted:
                share = len(wanted & set(ordered_stems(statement.text))) / len(wanted)
                found.append((share, statement))
    best = max((share for share, _ in found), default=0.0)
    return [statement for share, statement in found if share >= _SAME_STATEMENT and share >= 0.8 * best]
