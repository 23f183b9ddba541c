"""What is known of the text around a sentence: what it is about, who is a person in it, which words are names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from assistant.attribution import statements
from assistant.facts import names
from assistant.text import stems

_OFTEN = 3  # times that a text names what it is about
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Professor|President|Senator|Governor|Minister|Chancellor|General|Colonel|Captain|Judge|"
    r"Justice|Sir|Dame|King|Queen|Prince|Princess|Pope|Secretary|Mayor)\.?\s$"
)
_DESCRIBED = re.compile(
    r",\s(?:who\b|whose\b|(?:an?|the|his|her|its|their|one)\s(?:(?!of\b|in\b|for\b|at\b|on\b|to\b)[\w’'-]+\s){0,3}?(?:"
    r"[a-z]*(?:er|or|ist|ian|president|assistant|lieutenant|consultant|accountant|student|agent|correspondent|man|woman|"
    r"chair|head|chief|judge|king|queen|poet|pupil|deputy|secretary|governor|mother|father|brother|sister|widow|"
    r"son|daughter|wife|husband)\b))"
)


@dataclass(frozen=True, slots=True)
class Background:
    """``text`` is a document's text, or as much of it as matters; ``title`` is the document's.

    ``spoken`` is what whoever reads the question has just read.
    """

    text: str
    title: str = ""
    spoken: str = ""

    def is_about(self, noun: str) -> bool:
        """Whether a thing needs no telling: the title or what was just read names it, or the text again and again."""
        told, found = _told(self.text, f"{self.title} {self.spoken}"), stems(noun)
        return bool(found) and all(told[stem] >= _OFTEN for stem in found)

    def is_person(self, name: str) -> bool:
        """Whether a full name is somebody's: who speaks, has a title or is described as a person."""
        return name in _persons(self.text)

    def is_in_a_name(self, word: str) -> bool:
        """Whether a word is part of somebody's full name."""
        return any(word in name.split() for name in _persons(self.text))

    def decapitalised(self, phrase: str) -> str:
        """A phrase that began a sentence, as it stands within one; "" where it cannot be told whether it is a name."""
        first = _WORD.match(phrase)
        if first is None:
            return ""
        word = first.group()
        if word in ("The", "A", "An"):
            return phrase[0].lower() + phrase[1:]
        following = phrase[first.end() : first.end() + 2]
        alone = (phrase == word and self._is_always_capital(word)) or (
            following[:1] in " -" and following[1:].isupper()
        )
        if not word[1:].islower() or word in _capitals(self.text) or alone:
            return phrase
        if word.lower() in _lower(self.text) or not any(name.start == 0 for name in names(phrase)):
            return phrase[0].lower() + phrase[1:]
        return ""

    def _is_always_capital(self, word: str) -> bool:
        return word.lower() not in _lower(self.text) and _words(self.text)[word] > 1


@lru_cache(maxsize=16)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


@lru_cache(maxsize=16)
def _told(text: str, title: str) -> Counter[str]:
    return Counter(stems(text)) + Counter(stems(title) * _OFTEN)


@lru_cache(maxsize=16)
def _persons(text: str) -> frozenset[str]:
    speakers = {said.speaker for said in statements(text)}
    found = [name for name in names(text) if " " in name.value]
    return frozenset(
        name.value
        for name in found
        if name.value in speakers
        or _TITLED.search(text[max(0, name.start - 12) : name.start])
        or _DESCRIBED.match(text, name.end)
    )


@lru_cache(maxsize=16)
def _capitals(text: str) -> frozenset[str]:
    """Words with a capital within a sentence."""
    return frozenset(
        match.group().removesuffix("'s").removesuffix("’s")
        for match in _WORD.finditer(text)
        if match.group()[0].isupper() and text[max(0, match.start() - 2) : match.start()].strip(" ").isalnum()
    )


@lru_cache(maxsize=16)
def _lower(text: str) -> frozenset[str]:
    return frozenset(match.group() for match in _WORD.finditer(text) if match.group()[0].islower())
