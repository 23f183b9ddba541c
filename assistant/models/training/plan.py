"""What the reader is trained on and watched with: which files, how many made questions of each kind, which windows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.models.training.attributed import attributed
from assistant.models.training.examples import has_title, windows_of
from assistant.models.training.questions import Question, chance, part_of, read_articles, read_squad
from assistant.models.training.shorten import shortened
from assistant.models.training.swaps import SWAPS, negated
from assistant.models.training.unanswerable import Passages, holds, without_answer
from assistant.models.windows import Windows
from assistant.text import content_stems


@dataclass(frozen=True, slots=True)
class DataSet:
    """A file of training data. ``licence`` and ``origin`` go into the model card, and so does the file's hash.

    ``most``: a fixed sample of so many questions; None: all of them.
    """

    kind: str
    path: str
    licence: str
    origin: str
    most: int | None = None


_SHIFTS = "SQuADShifts (Miller et al., 2020)"
DATA_SETS = (
    DataSet("squad11", "train/squad11-train-part.json.gz", "CC BY-SA 4.0", "SQuAD 1.1 (Rajpurkar et al., 2016)"),
    DataSet("new-wiki", "train/squadshifts-new-wiki.json.gz", "CC BY 4.0", _SHIFTS),
    DataSet("reddit", "train/squadshifts-reddit.json.gz", "CC BY 4.0", _SHIFTS, 4000),
    DataSet("amazon", "train/squadshifts-amazon-reviews.json.gz", "CC BY 4.0", _SHIFTS, 4000),
)
SQUAD2 = DataSet("squad2", "dev/squad2-half.json.gz", "CC BY-SA 4.0", "SQuAD 2.0 dev (Rajpurkar et al., 2018)")
ARTICLES = DataSet("said", "dev/wikipedia-articles.jsonl.gz", "CC BY-SA 4.0", "Wikipedia")

UNANSWERABLE = 0.4  # of all training questions
REPEATED = 3  # people wrote few questions without an answer, and they teach the most
ATTRIBUTED = 3000
_SHARES = {"elsewhere": 0.3, "removed": 0.28, "changed": 0.34, "negated": 0.08}  # of the made questions
_TOLD = ("squad11", "new-wiki")  # besides whole articles, what statements are taken from
_OWN_WORDS = ("reddit", "amazon")  # here another passage may answer too, unless it lacks a word of the question


def training_questions(data: Path, draw: int = 0) -> list[Question]:
    """All training questions, the same list every time: people's, those made without an answer, who said what.

    Another ``draw`` samples, cuts and changes the questions by other chances.
    """
    read = [question for one in DATA_SETS for question in sampled(_drawn(data, one, draw), one.most)]
    plain = [shortened(question) for question in read]
    squad2 = _drawn(data, SQUAD2, draw)
    own = [shortened(question) for question in squad2 if part_of(question.title) == "train"]
    articles = [article for article in read_articles(data / ARTICLES.path) if part_of(article[0]) == "train"]
    said = attributed([*articles, *_as_articles(question for question in read if question.kind in _TOLD)], ATTRIBUTED)
    again = [
        replace(question, id=f"{question.id}-{number}")
        for question in own
        if not question.answers
        for number in range(1, REPEATED)
    ]
    everything = [*plain, *own, *again, *said]
    answered = [question for question in plain + own if question.answers]
    have = sum(not question.answers for question in everything)
    wanted = int((UNANSWERABLE * len(everything) - have) / (1 - UNANSWERABLE))
    return everything + made_unanswerable(answered, max(wanted, 0))


def _drawn(data: Path, one: DataSet, draw: int) -> Iterator[Question]:
    for question in read_squad(data / one.path, one.kind):
        yield replace(question, id=f"{draw}:{question.id}") if draw else question


def made_unanswerable(answered: list[Question], wanted: int) -> list[Question]:
    """Up to ``wanted`` questions without an answer, one at most from each of ``answered``, kinds in their shares."""
    searched = {kind: Passages(q for q in answered if q.kind == kind) for kind in {q.kind for q in answered}}

    def elsewhere(question: Question) -> Question | None:
        made = searched[question.kind].misleading(question)
        return None if made and question.kind in _OWN_WORDS and not _lacks_a_word(made) else made

    makers: dict[str, Callable[[Question], Question | None]] = {
        "elsewhere": elsewhere,
        "removed": without_answer,
        "changed": _changed,
        "negated": negated,
    }
    left = {kind: round(share * wanted) for kind, share in _SHARES.items()}
    made: list[Question] = []
    waiting = sorted(answered, key=lambda question: chance("made", question.id).random())
    # Names, numbers and opposites to change are rare: those questions are used first, so that the shares come true.
    for kind in ("changed", "elsewhere", "removed", "negated"):
        still = []
        for question in waiting:
            new = makers[kind](question) if left[kind] else None
            if new:
                left[kind] -= 1
                made.append(new)
            else:
                still.append(question)
        waiting = still
    return made


def _changed(question: Question) -> Question | None:
    for maker in chance("changed", question.id).sample(SWAPS, len(SWAPS)):
        made = maker(question)
        if made and made.question != question.question:
            return made
    return None


def _lacks_a_word(question: Question) -> bool:
    return bool(set(content_stems(question.question)) - set(content_stems(question.passage)))


def watched_questions(data: Path, part: str, most: int | None = None) -> list[Question]:
    """SQuAD 2.0 questions of the "dev" or "test" articles; ``most``: a fixed sample of that size."""
    return sampled((q for q in read_squad(data / SQUAD2.path, SQUAD2.kind) if part_of(q.title) == part), most)


def sampled(questions: Iterable[Question], most: int | None) -> list[Question]:
    """All questions in order, or a fixed sample of ``most``."""
    found = list(questions)
    if most is None or most >= len(found):
        return found
    return sorted(found, key=lambda question: chance("watched", question.id).random())[:most]


def _as_articles(questions: Iterable[Question]) -> list[tuple[str, str]]:
    """Title and text of what the questions are about, a passage a line."""
    passages: dict[str, dict[str, None]] = {}
    for question in questions:
        passages.setdefault(question.title, {})[" ".join(question.passage.split())] = None
    return [(title, "\n".join(texts)) for title, texts in passages.items()]


@dataclass(frozen=True, slots=True)
class WindowTable:
    """Training windows end to end. Window ``n`` has the tokens ``ids[bounds[n]:bounds[n + 1]]``.

    ``marks`` is (windows, 3): the position of the passage's first token, and of the answer's first and last token
    (0 and 0 where there is none).
    """

    ids: NDArray[np.int16]
    bounds: NDArray[np.int64]
    marks: NDArray[np.int16]

    def save(self, path: Path) -> None:
        """Write the table as an uncompressed ``.npz`` file, whole or not at all."""
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, ids=self.ids, bounds=self.bounds, marks=self.marks)
        partial.replace(path)

    @classmethod
    def load(cls, path: Path) -> WindowTable:
        """Read a table that ``save`` wrote."""
        with np.load(path) as held:
            return cls(held["ids"], held["bounds"], held["marks"])


def window_table(questions: Iterable[Question], tokenizer: Tokenizer) -> WindowTable:
    """The windows of all questions, in order; none that cuts its question's answer or may hold another."""
    cutter = Windows(tokenizer)
    ids: list[NDArray[np.int16]] = []
    marks: list[tuple[int, int, int]] = []
    for question in questions:
        for window in windows_of(cutter, question, titled=has_title(question)):
            if question.answers and not window.end and _holds_some(window.offsets, question):
                continue
            ids.append(window.ids.astype(np.int16))
            marks.append((window.first, window.start, window.end))
    bounds = np.concatenate([[0], np.cumsum([len(one) for one in ids])]).astype(np.int64)
    return WindowTable(np.concatenate(ids), bounds, np.array(marks, np.int16))


def _holds_some(offsets: NDArray[np.int32], question: Question) -> bool:
    """Whether a stretch of the passage holds a part of an answer, or its text somewhere else."""
    start, end = int(offsets[0, 0]), int(offsets[-1, 1])
    if any(first < end and start < last for first, last in question.answers):
        return True
    return holds(question.passage[start:end], question)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
