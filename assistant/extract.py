"""Choosing the sentences that answer a question, from passages, by rule and by the scores of words and meaning.

Pure functions: vectors and rarities come in as numbers, sentences go out as spans of canonical text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.attribution import Statement, statements
from assistant.facts import dates, money, name_words, names, numbers
from assistant.question import Asks, Question
from assistant.records import Hit, Reading
from assistant.text import fold, sentence_spans, stems, words

# Fitted by eval/studies/sentences.py. Ranking knows the reader (docs/decisions/0007-reader.md); declining does not yet
# (docs/decisions/0005-extraction.md): the reader is not good enough at telling a near miss from an answer.
RANKING = {
    **{"own": 0.3, "near": 5.78, "cosine": 4.81, "fits": 1.23, "passage": 2.82, "bare": -1.82},
    **{"read": 3.98, "first": 0.48},
}
CONFIDENCE = {
    **{"own": 0.86, "near": 2.51, "cosine": 5.42, "fits": 0.69, "fused": 3.26},
    **{"told": 1.37, "absent": -1.34, "bias": -7.75},
}
MOST = {Asks.SUMMARY: 5, Asks.LIST: 4, Asks.STATEMENT: 4, Asks.WHY: 3, Asks.HOW: 4}  # sentences; two for other kinds
_LONG = (Asks.SUMMARY, Asks.STATEMENT, Asks.YES_NO, Asks.WHY, Asks.HOW)  # no word or two answers these
_SURE = 0.4  # the least chance of a reading that is shown as the answer
_FOLLOWS = 30  # characters behind a number in which the thing counted is named
_COUNTED = re.compile(r"\bhow many (?:more )?(\w+)", re.IGNORECASE)
_NOT_FAR = 400  # characters
_BESIDE = 0.7  # how far a further sentence may score below the best one


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer. Offsets are in the canonical text; ``near`` is what is read along with it."""

    hit: Hit
    start: int
    end: int
    text: str
    near: str
    reading: Reading | None = None  # the best one in it
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
                start, end = passage.start + first, passage.start + last
                yield Candidate(hit, start, end, text, near, _reading(hit, start, end))
            before = f"{before[-300:]} {text}"


def _reading(hit: Hit, start: int, end: int) -> Reading | None:
    """The best reading that begins in a sentence."""
    return next((reading for reading in hit.readings if start <= reading.start < end), None)


def rank(
    question: Question, found: Sequence[Candidate], cosines: Sequence[float], rarities: Mapping[str, float]
) -> list[Candidate]:
    """The candidates with their features and scores, best first. Scores compare within one question only."""
    ranked = []
    best = max((reading.score for each in found for reading in each.hit.readings), default=0.0)
    for candidate, cosine in zip(found, cosines, strict=True):
        features = _features(question, candidate, cosine, rarities)
        features["first"] = float(candidate.reading is not None and candidate.reading.score == best)
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
    chosen = [best, *_naming_the_speaker(question, best, ranked), *_completing(question, best, ranked)]
    for candidate in ranked[1:]:
        if len(chosen) == most or candidate.score < best.score - _BESIDE:
            break
        if all(_differ(candidate.text, other.text) for other in chosen):
            chosen.append(candidate)
    if question.asks in MOST:
        return sorted(chosen, key=lambda c: (c.hit.passage.source_id != best.hit.passage.source_id, c.start))
    return chosen


def short_answer(question: Question, chosen: Sequence[Candidate]) -> str:
    """The words of the chosen sentences that answer in a word or two; empty where the kind of question has none."""
    if question.asks in _LONG:
        return ""
    if question.asks is Asks.SPEAKER:
        said = _said(chosen[0])
        return said.speaker if said else _read(question, chosen[0])
    read = next((text for text in (_read(question, candidate) for candidate in chosen) if text), "")
    if read:
        return read
    for candidate in chosen:
        spans = _new(question, candidate)
        if spans:
            first, last = min(spans, key=lambda span: (_distance(question, candidate.text, span), span[0]))
            return candidate.text[first:last]
    return ""


def _read(question: Question, candidate: Candidate) -> str:
    """What the reader found in the sentence, where it is sure enough and says more than the question does."""
    reading, passage = candidate.reading, candidate.hit.passage
    if reading is None or reading.chance < _SURE:
        return ""
    text = passage.text[reading.start - passage.start : reading.end - passage.start]
    return "" if _repeats(text, {fold(word) for word in words(question.text)}) else text


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
        "fused": candidate.hit.scores.fused or 0.0,
        "told": _told(question, candidate.near, rarities),
        "read": candidate.reading.chance if candidate.reading else 0.0,
    }


def _share(wanted: Sequence[str], text: str, rarities: Mapping[str, float]) -> float:
    """How much of what is asked occurs, each stem weighing by its rarity."""
    there = set(stems(text))
    total = sum(rarities.get(stem, 0.0) for stem in wanted)
    return sum(rarities.get(stem, 0.0) for stem in wanted if stem in there) / total if total else 0.0


def _told(question: Question, text: str, rarities: Mapping[str, float]) -> float:
    """How much occurs of what is asked about the names in the question; 1 where nothing but names is asked."""
    named = {stem for name in question.names for stem in stems(name)}
    rest = [stem for stem in question.stems if stem not in named]
    return _share(rest, text, rarities) if rest else 1.0


def _fit(question: Question, candidate: Candidate) -> float:
    """1 where the sentence holds the kind of thing that is asked for, 0 where it does not, a half where any will do."""
    if question.asks is Asks.STATEMENT and question.speaker:
        asked = set(name_words(question.speaker))
        said_by = [set(name_words(said.speaker)) for said in statements(candidate.near)[-2:]]
        return float(any(asked & speaker for speaker in said_by))
    if question.asks is Asks.SPEAKER:
        return float(_said(candidate) is not None)
    if question.asks in _FINDERS:
        # Most sentences name somebody; few hold a sum or a date.
        return float(bool(_new(question, candidate))) * (0.5 if question.asks in (Asks.WHO, Asks.WHERE) else 1.0)
    return 0.5


def _new(question: Question, candidate: Candidate) -> list[tuple[int, int]]:
    """Spans of the asked kind in the sentence that do not just repeat the question."""
    asked = {fold(word) for word in words(question.text)}
    finder = _FINDERS.get(question.asks)
    spans = finder(candidate) if finder else []
    return [span for span in spans if not _repeats(candidate.text[span[0] : span[1]], asked)]


def _repeats(text: str, asked: set[str]) -> bool:
    """Whether a span is what the question names: all its words, or a name by its last word."""
    found = words(text)
    if not found:
        return True
    return all(word in asked for word in found) or (found[-1] in asked and not found[-1][0].isdigit())


def _said(candidate: Candidate) -> Statement | None:
    """The statement that this sentence makes or goes on with, where its passage names who made it."""
    passage = candidate.hit.passage
    first, last = candidate.start - passage.start, candidate.end - passage.start
    for said in statements(passage.text):
        if said.start < last and first < said.end and any(letter.isupper() for letter in said.speaker):
            return said
    return None


def _naming_the_speaker(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentence that names who said it, where the best one says only "he"."""
    said = _said(best) if question.asks is Asks.SPEAKER else None
    if said is None:
        return []
    at = best.hit.passage.start + said.speaker_span[0]
    naming = [each for each in ranked if each.hit is best.hit and each.start <= at < each.end]
    return [each for each in naming if each.start != best.start]


def _completing(question: Question, best: Candidate, ranked: Sequence[Candidate]) -> list[Candidate]:
    """Where the best sentence lacks what is asked for: the first after it that has it, if it is not far."""
    if question.asks not in _FINDERS or _new(question, best):
        return []
    after = [each for each in ranked if each.hit is best.hit and 0 < each.start - best.start < _NOT_FAR]
    return [each for each in sorted(after, key=lambda each: each.start) if _new(question, each)][:1]


def _people(candidate: Candidate) -> list[tuple[int, int]]:
    """Names of two words or more where there are any, else all; initials such as U.S. only when alone."""
    found = [fact for fact in names(candidate.text) if fact.sure or " " in fact.value]
    full = [fact for fact in found if " " in fact.value] or [fact for fact in found if "." not in fact.value] or found
    return [(fact.start, fact.end) for fact in full]


def _places(candidate: Candidate) -> list[tuple[int, int]]:
    return [(fact.start, fact.end) for fact in names(candidate.text) if fact.sure]


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
    Asks.WHERE: _places,
    Asks.WHEN: _whens,
    Asks.NUMBER: _counts,
    Asks.MONEY: _sums,
    Asks.PERCENT: _percents,
}


def _distance(question: Question, text: str, span: tuple[int, int]) -> float:
    """How far a span is from the nearest word that was asked, in characters; 0 where what is counted follows it."""
    counted = _COUNTED.search(question.text)
    if counted and set(stems(counted[1])) & set(stems(text[span[1] : span[1] + _FOLLOWS])):
        return 0.0
    wanted, nearest, place = set(question.stems), float(len(text)), 0
    for word in text.split():
        at = text.index(word, place)
        place = at + len(word)
        if wanted & set(stems(word)):
            nearest = min(nearest, max(at - span[1], span[0] - place, 1))
    return nearest


def _is_bare(text: str) -> bool:
    """A heading, a caption, a name: no sentence, and neither a list item nor a table row."""
    return len(text) < 80 and text[-1] not in ".!?…”\"')。" and " | " not in text and not text.startswith("- ")


def _differ(one: str, other: str) -> bool:
    first, second = set(stems(one)), set(stems(other))
    return len(first & second) < 0.7 * min(len(first), len(second))
