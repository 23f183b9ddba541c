"""Choosing the sentences that answer a question, from passages, by rule and by the scores of words and meaning.

Pure functions: vectors and rarities come in as numbers, sentences go out as spans of canonical text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.attribution import statements
from assistant.facts import dates, money, name_words, names, numbers
from assistant.question import Asks, Question
from assistant.records import Hit
from assistant.text import fold, sentence_spans, stems, words

# Fitted by eval/studies/sentences.py; docs/decisions/0005-extraction.md has the figures.
RANKING = {"own": 2.92, "near": 4.73, "cosine": 6.12, "fits": 1.85, "passage": 4.35, "bare": -2.68}
CONFIDENCE = {
    **{"own": 0.58, "near": 4.7, "cosine": 6.16, "fits": 1.04, "passage": 3.67},
    **{"gap": 0.0, "absent": -1.12, "bias": -9.16},
}
MOST = {Asks.SUMMARY: 5, Asks.LIST: 4, Asks.STATEMENT: 4, Asks.WHY: 3, Asks.HOW: 4}  # sentences; two for other kinds
_BESIDE = 0.7  # how far a further sentence may score below the best one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. Offsets are in the canonical text; ``near`` is what is read along with it."""

    hit: Hit
    start: int
    end: int
    text: str
    near: str
    features: Mapping[str, float] = field(default_factory=dict)
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
                yield Candidate(hit, passage.start + first, passage.start + last, text, near)
            before = f"{before[-300:]} {text}"


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    for candidate, cosine in zip(found, cosines, strict=True):
        features = _features(question, candidate, cosine, rarities)
        score = sum(weight * features[name] for name, weight in RANKING.items())
        ranked.append(replace(candidate, features=features, score=score))
    return sorted(ranked, key=lambda candidate: (-candidate.score, candidate.hit.passage.source_id, candidate.start))


def confidence(best: Candidate, absent: Sequence[str]) -> float:
    """How probable it is, from 0 to 1, that the documents answer, given the best sentence and the absent names."""
    values = {**best.features, "absent": float(bool(absent)), "bias": 1.0}
    total = sum(weight * values[name] for name, weight in CONFIDENCE.items())
    return 1 / (1 + math.exp(-total))


def choose(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of the answer: the best one and what stands beside it in worth, in reading order."""
    if not ranked:
        return []
    best = ranked[0]
    most = MOST.get(question.asks, 2)
    chosen = [best]
    for candidate in ranked[1:]:
        if len(chosen) == most or candidate.score < best.score - _BESIDE:
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
        "gap": _gap(question.stems, f"{candidate.near} {candidate.hit.passage.text}", rarities),
    }


def _share(wanted: Sequence[str], text: str, rarities: Mapping[str, float]) -> float:
    """How much of what is asked occurs, each stem weighing by its rarity."""
    there = set(stems(text))
    total = sum(rarities.get(stem, 0.0) for stem in wanted)
    return sum(rarities.get(stem, 0.0) for stem in wanted if stem in there) / total if total else 0.0


def _gap(wanted: Sequence[str], text: str, rarities: Mapping[str, float]) -> float:
    """How rare the rarest asked stem is that does not occur, next to the rarest asked one."""
    there = set(stems(text))
    rarest = max((rarities.get(stem, 0.0) for stem in wanted), default=0.0)
    lost = max((rarities.get(stem, 0.0) for stem in wanted if stem not in there), default=0.0)
    return lost / rarest if rarest else 0.0


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
