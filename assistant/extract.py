"""Choosing the sentences that answer a question, from passages, by rule and by the scores of words and meaning.

Pure functions: vectors and rarities come in as numbers, sentences go out as spans of canonical text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.attribution import statements
from assistant.facts import dates, money, name_words, names, numbers
from assistant.question import Asks, Question
from assistant.records import Hit
from assistant.text import fold, sentence_spans, stems, words

# Logistic weights for "this sentence answers", fitted by eval/studies/sentences.py; see docs/decisions/0005.
WEIGHTS = {"own": 2.2, "near": 1.6, "cosine": 3.0, "fits": 0.9, "passage": 1.5, "bare": -1.2}
BIAS = -3.9
MOST = {Asks.SUMMARY: 5, Asks.LIST: 4, Asks.STATEMENT: 4, Asks.WHY: 3, Asks.HOW: 4}  # sentences; two for other kinds
_BESIDE = 0.8  # a further sentence must score this share of the best one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. Offsets are in the canonical text; ``near`` is what is read along with it."""

    hit: Hit
    start: int
    end: int
    text: str
    near: str
    features: Mapping[str, float]
    score: float = 0.0


def candidates(hits: Sequence[Hit], titles: Mapping[str, str]) -> Iterator[Candidate]:
    """Every sentence of the hits, once. ``titles`` is by source id."""
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        passage = hit.passage
        above = f"{titles.get(passage.source_id, '')} {passage.heading}"
        before = ""
        for first, last in sentence_spans(passage.text):
            text = passage.text[first:last]
            if (passage.source_id, passage.start + first) not in seen:
                seen.add((passage.source_id, passage.start + first))
                near = f"{above} {before} {text}"
                yield Candidate(hit, passage.start + first, passage.start + last, text, near, {})
            before = f"{before[-300:]} {text}"


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with features and a score from 0 to 1 (how likely it answers), best first."""
    ranked = []
    for candidate, cosine in zip(found, cosines, strict=True):
        features = _features(question, candidate, cosine, rarities)
        total = BIAS + sum(WEIGHTS[name] * value for name, value in features.items())
        ranked.append(replace(candidate, features=features, score=1 / (1 + math.exp(-total))))
    return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.hit.passage.source_id, candidate.start))


def choose(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the answer: the best one and what stands beside it in worth, in reading order."""
    if not ranked:
        return []
    best = ranked[0]
    most = MOST.get(question.asks, 2)
    chosen = [best]
    for candidate in ranked[1:]:
        if len(chosen) == most or candidate.score < _BESIDE * best.score:
            break
        if all(_differ(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    if question.asks in MOST:
        return sorted(chosen, key=lambda c: (c.hit.passage.source_id != best.hit.passage.source_id, c.start))
    return chosen


def short_answer(question: Question, best: Candidate) -> str:
    """The words of the best sentence that answer in a word or two; empty where the kind of question has none."""
    asked = {fold(word) for word in words(question.text)}
    spans = [span for span in _fitting(question, best) if not _repeats(best.text[span[0] : span[1]], asked)]
    if not spans:
        return ""
    anchors = list(_anchors(question, best.text))
    middle = sum(anchors) / len(anchors) if anchors else 0.0
    first, last = min(spans, key=lambda span: (abs((span[0] + span[1]) / 2 - middle), span[0]))
    return best.text[first:last]


def absent_names(question: Question, hits: Sequence[Hit], titles: Mapping[str, str]) -> list[str]:
    """Names in the question of which no word occurs in any of the passages, their headings or titles."""
    there: set[str] = set()
    for hit in hits:
        there.update(stems(f"{titles.get(hit.passage.source_id, '')} {hit.passage.heading} {hit.passage.text}"))
    return [name for name in question.names if not any(set(stems(word)) <= there for word in name_words(name))]


def _features(
    question: Question, candidate: Candidate, cosine: float, rarities: Mapping[str, float]
) -> dict[str, float]:
    return {
        "own": _share(question.stems, candidate.text, rarities),
        "near": _share(question.stems, candidate.near, rarities),
        "cosine": max(0.0, cosine),
        "fits": _fit(question, candidate),
        "passage": candidate.hit.score,
        "bare": float(_is_bare(candidate.text)),
    }


def _share(wanted: Sequence[str], text: str, rarities: Mapping[str, float]) -> float:
    """How much of what is asked occurs, each stem weighing by its rarity."""
    there = set(stems(text))
    total = sum(rarities.get(stem, 0.0) for stem in wanted)
    return sum(rarities.get(stem, 0.0) for stem in wanted if stem in there) / total if total else 0.0


def _fit(question: Question, candidate: Candidate) -> float:
    """1 where the sentence holds the kind of thing that is asked for, 0 where it does not, a half where any will do."""
    if question.asks is Asks.STATEMENT and question.speaker:
        asked = set(name_words(question.speaker))
        said_by = [set(name_words(said.speaker)) for said in statements(candidate.near)[-2:]]
        return float(any(asked & speaker for speaker in said_by))
    if question.asks in _FINDERS:
        asked = {fold(word) for word in words(question.text)}
        spans = _fitting(question, candidate)
        return float(any(not _repeats(candidate.text[first:last], asked) for first, last in spans))
    return 0.5


def _fitting(question: Question, candidate: Candidate) -> list[tuple[int, int]]:
    finder = _FINDERS.get(question.asks)
    return finder(candidate) if finder else []


def _people(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in names(candidate.text) if fact.sure or " " in fact.value]


def _speakers(candidate: Candidate) -> list[tuple[int, int]]:
    """Where the speaker of a statement in this sentence is named in it."""
    return [said.speaker_span for said in statements(candidate.text) if said.speaker_span]


def _whens(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in dates(candidate.text)]


def _counts(candidate: Candidate) -> list[tuple[int, int]]:
    taken = _whens(candidate)
    found = [(fact.start, fact.end) for fact in numbers(candidate.text) if fact.value.unit not in ("ordinal", "time")]
    return [span for span in found if not any(span[0] < end and start < span[1] for start, end in taken)]


def _sums(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in money(candidate.text)]


def _percents(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in numbers(candidate.text) if fact.value.unit in ("%", "share")]


_FINDERS = {
    Asks.WHO: _people,
    Asks.WHERE: _people,
    Asks.SPEAKER: _speakers,
    Asks.WHEN: _whens,
    Asks.NUMBER: _counts,
    Asks.MONEY: _sums,
    Asks.PERCENT: _percents,
}


def _repeats(text: str, asked: set[str]) -> bool:
    return all(word in asked for word in words(text))


def _anchors(question: Question, text: str) -> Iterator[float]:
    """Where the question's words stand in the sentence."""
    wanted, place = set(question.stems), 0
    for word in text.split():
        at = text.index(word, place)
        place = at + len(word)
        if wanted & set(stems(word)):
            yield (at + place) / 2


def _is_bare(text: str) -> bool:
    """A heading, a caption, a name: no sentence, and neither a list item nor a table row."""
    return len(text) < 80 and text[-1] not in ".!?…”\"')。" and " | " not in text and not text.startswith("- ")


def _differ(one: str, other: str) -> bool:
    first, second = set(stems(one)), set(stems(other))
    return len(first & second) < 0.7 * min(len(first), len(second))
