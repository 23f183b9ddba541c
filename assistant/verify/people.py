"""Checks who is named, and who said it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.attribution import Statement, statements
from assistant.facts import Fact, name_words, named_in, names, plain_words
from assistant.records import Verdict
from assistant.verify.evidence import Evidence, Finding, ordered_stems

_PRONOUNS = frozenset("he she they his her their him them who it its".split())
_SAME_STATEMENT = 0.5  # share of a reported statement's words that the source's statement must hold


def check_names(claim: str, evidence: Evidence, vouched: frozenset[str]) -> Iterator[Finding]:
    """Every name of the claim is in a quote. ``vouched``: words of names that the check of speakers has settled."""
    for name in names(claim):
        if vouched.intersection(name_words(name.value)):
            continue
        found, missing = named_in(name.value, evidence.quoted)
        if missing and (finding := _missing_name(name, found, missing, evidence)):
            yield finding


def _missing_name(name: Fact[str], found: list[str], missing: list[str], evidence: Evidence) -> Finding | None:
    near = not named_in(name.value, evidence.around)[1]
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
            not named_in(speaker.value, other.speaker)[1] or _shares(speaker.value, other)
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
