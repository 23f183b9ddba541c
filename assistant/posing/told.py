"""What somebody said about something: questions from statements with a named speaker and a plain topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.attribution import Statement, statements
from assistant.facts import Fact, dates, names
from assistant.posing.background import Background
from assistant.posing.clause import main_clause
from assistant.posing.phrases import ENDS_NOUN
from assistant.posing.posed import Posed
from assistant.posing.verbs import is_finite

_ARTICLE = re.compile(r"\b[Tt]he\s$")
_BEGUN = re.compile(r"^(?:that|how|whether)\s")
# What follows a name: a noun and then the end of the phrase; or something that it is only a part of.
_NOUN_ENDING = "|".join(sorted(ENDS_NOUN - {"and", "or"}))
_ENDING = "|".join(sorted(ENDS_NOUN))
_ITS_NOUN = re.compile(
    rf"(?:['’]s)? (?!(?:{_ENDING}|[a-z]+ed|was|were|is|are|had|has)\b)[a-z]+(?=[?.,;:]|$| (?:{_NOUN_ENDING})\b)"
)
_GOES_ON = re.compile(r"['’]s? |['’]s\b| and |-| [a-z]")
_DESCRIBED = re.compile(r"\b(?:the|an?) [a-z]+ $")  # "the true Church": more is meant than the name
_NATIONAL = re.compile(r"[A-Z][a-z]+(?:ese|ish|ench|[ai]ans?|can|ic)")
_WITHIN_A_NAME = re.compile(r"\b[A-Z]\w* (?:of|for|de) (?:the )?$")
_ANYTHING = frozenset(("people", "human beings", "humans", "things", "others", "men", "women", "children", "experts"))
_FAR = 500  # characters
_FEASTS = frozenset("Christmas Easter Ramadan Lent Midsummer".split())
_NO_SPEAKER = re.compile(r"\b(?:and|or|who|which|one|another|some|many|his|her|their|its)\b", re.IGNORECASE)


def told(text: str, start: int, end: int, background: Background) -> Iterator[Posed]:
    """ "What did NAME say about TOPIC?", from the sentence ``text[start:end]``.

    Who said it may stand before it, if not far.
    """
    for said in statements(text):
        if not (start <= said.start and said.end <= end and start - said.speaker_span[0] < _FAR):
            continue
        speaker = _speaker(text, said, background)
        if not speaker or len(said.text.split()) < 6:
            continue
        whole = said.quoted or text[: said.start].endswith("that ") or any(map(is_finite, said.text.split()[:4]))
        for topic in _topics(said, whole, background):
            yield Posed("said", f"What did {speaker} say about {topic}?", "")
            break


def _speaker(text: str, said: Statement, background: Background) -> str:
    """A speaker as a question names one; "" for one that is no name."""
    found = names(said.speaker)
    if (
        _NO_SPEAKER.search(said.speaker)
        or _NATIONAL.fullmatch(said.speaker)
        or not found
        or found[0].start > len("the ")
    ):
        return ""
    before = text[: said.speaker_span[0]]
    if found[0].start == 0 and _ARTICLE.search(before):
        return f"the {said.speaker}"
    inside = said.speaker[0].islower() or " " in said.speaker or background.decapitalised(said.speaker) == said.speaker
    return said.speaker if inside and said.speaker[0].isupper() else background.decapitalised(said.speaker)


def _topics(said: Statement, whole: bool, background: Background) -> Iterator[str]:
    """What a statement is about: the subject of its clause, or else, where it is surely a clause, a name in it."""
    words, speaker = said.text, said.speaker
    plain = _BEGUN.sub("", words, count=1).strip()
    clause = main_clause(plain[:1].upper() + plain[1:], background) if plain else None
    if clause and clause.subject not in speaker:
        lowered = plain[0].islower() and clause.subject[0].isupper()
        subject = clause.subject[0].lower() + clause.subject[1:] if lowered else clause.subject
        if _tells(subject, background):
            yield subject
    for name in names(words) if whole else ():
        other = name.value not in speaker and speaker not in name.value
        if name.sure and other and not dates(name.value) and name.value not in _FEASTS:
            yield from _named_topic(words, name)


def _ends_noun(word: str) -> bool:
    return is_finite(word) or word in ENDS_NOUN - {"and", "or", "of"}


def _tells(subject: str, background: Background) -> bool:
    """Whether a subject is a topic: not a bare word such as "time", unless it is a plural or the text is about it."""
    if subject in _ANYTHING:
        return False
    bare = " " not in subject and subject.islower()
    return not bare or (subject.endswith("s") and not subject.endswith("ss")) or background.is_about(subject)


def _named_topic(words: str, name: Fact[str]) -> Iterator[str]:
    """A name as a topic, with its article, and with its noun where it stands before one ("American leadership")."""
    before, after = words[: name.start], words[name.end :]
    article = "the " if _ARTICLE.search(before) else ""
    if (
        before.endswith((" and ", " or ", "-"))
        or _DESCRIBED.search(before)
        or _WITHIN_A_NAME.search(before)
        or name.value.isdigit()
    ):
        return
    noun = _ITS_NOUN.match(after)
    if not noun and _NATIONAL.fullmatch(name.value):
        return
    if noun:
        yield f"{article}{name.value}{noun.group()}"
    elif not _GOES_ON.match(after) or (after.startswith(" ") and _ends_noun(after.split()[0])):
        yield f"{article}{name.value}"
