"""Published question-answering sets, read as they are published into cases and a folder of documents.

``docs/datasets.md`` says for each kind what it takes and what its fields become. A kind is one module in ``formats``.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import CasesError
from assistant.text import squeeze
from eval.cases import Case, Evidence
from eval.datasets.documents import Documents, tidy
from eval.datasets.kind import Request
from eval.datasets.quotes import without_mark
from eval.datasets.registry import kinds
from eval.datasets.spec import Spec, parse

__all__ = ["Dataset", "kinds", "open_dataset"]

SEED = 7


@dataclass(frozen=True, slots=True)
class Dataset:
    """Cases with the folder of documents that they ask about: a text or Markdown file a document."""

    name: str
    cases: tuple[Case, ...]
    documents: Path


@contextmanager
def open_dataset(spec: str, *, limit: int | None = None, documents: Path | None = None) -> Iterator[Dataset]:
    """The set that ``spec`` names ("squad:FILE", "beir:DIR,split=dev"); its documents last as long as the context.

    ``limit`` keeps that many questions, always the same ones, and all documents. ``documents`` is asked in place of
    the documents in the set: a folder, or for some kinds a corpus file; the same as ``corpus=`` in the spec. Raises
    CasesError, which names the file, what is wrong with it and what to do.
    """
    if limit is not None and limit < 1:
        raise CasesError(f"{limit} questions cannot be asked. Give a limit of 1 or more, or none to ask all.")
    given = parse(spec, documents)
    # Deleting may fail where a file is still open (Windows); what is left lies in the system's own temporary folder.
    with tempfile.TemporaryDirectory(prefix="footnote-dataset-", ignore_cleanup_errors=True) as home:
        folder = given.folder or Path(home)
        cases = _cases(given, Documents(Path(home)))
        yield Dataset(given.name, tuple(_sample(cases, limit)), folder)


def _cases(given: Spec, documents: Documents) -> list[Case]:
    read = given.kind.read(Request(given.path, given.corpus, given.options), documents)
    cases = [_finished(case) for case in read]
    if given.folder:
        cases = [_without_names(case) for case in cases]
    if not cases:
        raise CasesError(f"{given.path.name} holds no questions. Give the file or folder as it is published.")
    for case in cases:
        if case.answerable and not (case.answers or case.evidence or case.documents):
            raise CasesError(
                f"{given.path.name}: nothing says what a right answer to “{case.question}” is. "
                f"Leave out the question, or documents of your own if you gave any."
            )
    return list(_told_apart(cases))


def _finished(case: Case) -> Case:
    """The same case with characters as the documents have them, and with each answer and each quote once."""
    quotes = {Evidence(without_mark(squeeze(tidy(each.quote))), each.documents): None for each in case.evidence}
    answers = dict.fromkeys(tidy(answer).strip() for answer in case.answers)
    return replace(
        case,
        question=tidy(case.question).strip(),
        answers=tuple(answer for answer in answers if answer),
        documents=tuple(dict.fromkeys(case.documents)),
        evidence=tuple(each for each in quotes if each.quote),
    )


def _without_names(case: Case) -> Case:
    """For documents of other names: quotes are looked for in all of them."""
    return replace(case, documents=(), evidence=tuple(Evidence(each.quote) for each in case.evidence))


def _told_apart(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases with ids of their own: an id that comes again gets a number."""
    times: Counter[str] = Counter()
    taken: set[str] = set()
    for case in cases:
        name = case.id
        while name in taken:
            times[case.id] += 1
            name = f"{case.id}-{times[case.id] + 1}"
        taken.add(name)
        yield replace(case, id=name)


def _sample(cases: list[Case], limit: int | None) -> list[Case]:
    if limit is None or limit >= len(cases):
        return cases
    chosen = random.Random(SEED).sample(range(len(cases)), limit)  # noqa: S311  # a sample, not a secret
    return [cases[index] for index in sorted(chosen)]
