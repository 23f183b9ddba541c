"""Choosing the sentences that answer a question, from passages, by rule and by the scores of words, meaning and reader.

Pure functions: vectors, rarities and readings come in as numbers, sentences go out as spans of canonical text.
"""

from assistant.extract.agreement import Agreement, compare
from assistant.extract.candidate import Candidate, candidates
from assistant.extract.choosing import choose
from assistant.extract.corrections import without_corrections
from assistant.extract.features import absent_names, is_bare
from assistant.extract.ranking import CONFIDENCE, RANKING, confidence, rank
from assistant.extract.short import short_answer

__all__ = [
    "CONFIDENCE",
    "RANKING",
    "Agreement",
    "Candidate",
    "absent_names",
    "candidates",
    "choose",
    "compare",
    "confidence",
    "is_bare",
    "rank",
    "short_answer",
    "without_corrections",
]
