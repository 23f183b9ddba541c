"""Whether a text mentions a name, in full, by its initials or by a word of its family."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.facts.naming import name_words, names
from assistant.text import fold

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_NATIONAL = re.compile(r"(?:ians?|eans?|ans?|ese|ish|is?|os?|as?|y|ns?)$")


@lru_cache(maxsize=1024)
def plain_words(text: str) -> frozenset[str]:
    """The words of a text, folded, parted at hyphens, without points ("U.S." is "us") and possessives."""
    return frozenset(fold(match.group()).replace(".", "").removesuffix("'s") for match in _WORD.finditer(text))


@lru_cache(maxsize=1024)
def initials(text: str) -> frozenset[str]:
    """The initials of the names of a text, so that UN is known for United Nations."""
    found = set()
    for name in names(text):
        parts = [word for word in re.findall(r"[^\W\d_]+", name.value) if word[0].isupper()]
        if len(parts) > 1:
            found.add(fold("".join(part[0] for part in parts)))
    return frozenset(found)


@lru_cache(maxsize=1024)
def acronyms(text: str) -> frozenset[str]:
    """The words of a text in capitals, folded, without points: UN, U.S."""
    found = (match.group().replace(".", "") for match in _WORD.finditer(text))
    return frozenset(fold(word) for word in found if len(word) > 1 and word.isupper())


def _related(word: str, other: str) -> bool:
    """Whether two words name the same but for an ending: Mexico and Mexicans, China and Chinese."""
    if word == other:
        return True
    root, other_root = _NATIONAL.sub("", word), _NATIONAL.sub("", other)
    return len(root) > 3 and (root in (other, other_root) or other_root == word)


def _present(word: str, among: frozenset[str]) -> bool:
    return word in among or any(other[:3] == word[:3] and _related(word, other) for other in among)


def named_in(name: str, text: str) -> tuple[list[str], list[str]]:
    """The words of ``name`` that ``text`` holds, and those that it does not; initials stand for the whole."""
    parts, present = name_words(name), plain_words(text)
    if len(parts) == 1 and parts[0] in initials(text):
        return parts, []
    short = fold("".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()))
    if short in acronyms(text):
        return parts, []
    return [word for word in parts if _present(word, present)], [word for word in parts if not _present(word, present)]
