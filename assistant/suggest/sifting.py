"""Which of the formed questions are worth a try, in which order: nothing that was asked or is told already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.posing import Posed
from assistant.question import parse
from assistant.records import Source
from assistant.text import content_stems, fold, squeeze

_ALIKE = 0.6  # share of the words of the shorter of two questions of a kind that makes them one question
_SURELY = 0.8  # the same, of whatever kinds they are
_CLOSE = 0.5  # share of the words of both that is in common, where both are offered
_TOLD = 0.7  # share of a question's words that an answer holds beside what answers it
_STEP = 600  # characters that count as one step away
_SAME_KIND = 3.0  # steps that another question of a kind is put back
_SAME_SOURCE = 9.0  # and of a source, where there is no answer to stay with


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the sentence that it was formed from; ``away`` is how far that is from the answer."""

    posed: Posed
    source: Source
    sentence: str
    away: float

    @property
    def question(self) -> str:
        """The question."""
        return self.posed.question


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a conversation has asked and been answered."""

    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    def knows(self, candidate: Candidate) -> bool:
        """Whether a question was asked already, in these or like words, or its answer was given."""
        if any(alike(candidate.question, asked) for asked in self.questions):
            return True
        return any(_tells(answer, candidate) for answer in self.answers)


def alike(one: str, other: str) -> bool:
    """Whether two questions ask the same as far as their words tell."""
    first, second = set(content_stems(one)), set(content_stems(other))
    least = min(len(first), len(second))
    share = _ALIKE if parse(one).asks is parse(other).asks else _SURELY
    return least > 0 and len(first & second) >= share * least


def _tells(answer: str, candidate: Candidate) -> bool:
    if fold(squeeze(candidate.sentence)) in fold(squeeze(answer)):
        return True
    wanted = set(content_stems((candidate.posed.answer and candidate.question) or candidate.sentence))
    held = len(wanted & set(content_stems(answer)))
    return held >= _TOLD * len(wanted) and fold(candidate.posed.answer) in fold(answer)


def in_turn(candidates: Iterable[Candidate], widely: bool = False) -> Iterator[Candidate]:
    """The nearest first; those of a kind that came already later, and, ``widely``, those of a source."""
    waiting, kinds, sources = list(candidates), list[str](), list[str]()

    def put_back(each: Candidate) -> float:
        same = _SAME_SOURCE * sources.count(each.source.id) if widely else 0.0
        return each.away + _SAME_KIND * kinds.count(each.posed.kind) + same

    while waiting:
        chosen = min(waiting, key=put_back)
        kinds.append(chosen.posed.kind)
        sources.append(chosen.source.id)
        waiting = [each for each in waiting if each is not chosen]
        yield chosen


def steps(characters: int, rank: int) -> float:
    """How far away a sentence is that stands so many characters from the answer, in the answer's source or another."""
    return characters / _STEP + 4.0 * rank


def unlike(question: str, others: Sequence[str]) -> bool:
    """Whether a question is worth its place beside others that are offered."""
    own = set(content_stems(question))
    return not any(len(own & their) >= _CLOSE * len(own | their) for their in map(set, map(content_stems, others)))
