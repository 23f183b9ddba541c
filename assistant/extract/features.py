"""What is known of a candidate, as numbers from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.attribution import statements
from assistant.extract.candidate import Candidate, said_in
from assistant.extract.kinds import FINDERS, new_spans, suits
from assistant.facts import name_words, named_in
from assistant.question import Asks, Question
from assistant.records import Hit
from assistant.text import stems


def features_of(
    question: Question, candidate: Candidate, cosine: float, rarities: Mapping[str, float]
) -> dict[str, float]:
    """A candidate's features by name. ``rarities`` is by stem: how much a shared word tells."""
    return {
        "near": _share(question.stems, candidate.near, rarities),
        "cosine": max(0.0, cosine),
        "fits": _fit(question, candidate),
        "passage": candidate.hit.score,
        "bare": float(is_bare(candidate.text)),
        "fused": candidate.hit.scores.fused or 0.0,
        "told": _told(question, candidate.near, rarities),
        "odds": _odds(question, candidate),
    }


def _odds(question: Question, candidate: Candidate) -> float:
    """The reader's odds that the sentence answers."""
    return candidate.reading.odds if candidate.reading and suits(question, candidate.read) else 0.0


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
    if candidate.cell:
        return 1.0
    if question.asks is Asks.STATEMENT and question.speaker:
        asked = set(name_words(question.speaker))
        said_by = [set(name_words(said.speaker)) for said in statements(candidate.near)[-2:]]
        return float(any(asked & speaker for speaker in said_by))
    if question.asks is Asks.SPEAKER:
        return float(said_in(candidate) is not None)
    if question.asks in FINDERS:
        # Most sentences name somebody; few hold a sum or a date.
        return float(bool(new_spans(question, candidate))) * (0.5 if question.asks in (Asks.WHO, Asks.WHERE) else 1.0)
    return 0.5


def is_bare(text: str) -> bool:
    """A heading, a caption, a name: no sentence, and neither a list item nor a table row."""
    return len(text) < 80 and text[-1] not in ".!?…”\"')。" and " | " not in text and not text.startswith("- ")


def absent_names(question: Question, hits: Sequence[Hit], titles: Mapping[str, str]) -> list[str]:
    """Names in the question of which no word occurs in any of the passages, their headings or titles."""
    there = "\n".join(
        f"{titles.get(hit.passage.source_id, '')}\n{hit.passage.heading}\n{hit.passage.text}" for hit in hits
    )
    return [name for name in question.names if not named_in(name, there)[0]]
