"""A finished run read back from its folder, as it was written by this version of Footnote or another one.

Fields that this version does not know are ignored, and those that a run lacks have their defaults: what an earlier
version did not measure is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from assistant.errors import CasesError
from assistant.records import Usage
from eval.cases import Case
from eval.cost import Tokens
from eval.judgement import Judgement
from eval.judging import Judging
from eval.places import Place
from eval.triage import is_right

REPLIES, REPORT = "predictions.jsonl", "report.json"
Finite = Annotated[float, Field(allow_inf_nan=False)]
Seconds = Annotated[float, Field(allow_inf_nan=False, ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Ending(StrEnum):
    """How a question ended."""

    RIGHT = "answered rightly"
    REFUSED_RIGHTLY = "refused rightly"
    UNJUDGED = "answered, not judged"
    WRONG = "answered wrongly"
    REFUSED_WRONGLY = "refused wrongly"
    NOT_REFUSED = "answered though unanswerable"

    @property
    def is_wrong(self) -> bool:
        """Whether this is a miss."""
        return self in (Ending.WRONG, Ending.REFUSED_WRONGLY, Ending.NOT_REFUSED)


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation: a place in a source, in characters of its text, and what stands there."""

    source: str
    start: int
    end: int
    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer, what the check found, and what it cites."""

    text: str
    verdict: str = ""
    citations: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with its score."""

    source: str
    start: int
    end: int
    text: str
    score: Finite
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A line of predictions.jsonl. ``answers`` are the gold answers, ``gold`` the places of each quote of the evidence.

    ``seconds`` is the time to the checked answer, ``timings`` that of its stages; ``metrics`` has None where a metric
    does not apply to the case. ``cause`` tells why the reply missed. ``usage`` are the tokens of the language model,
    ``judge`` what another made of the answer.
    """

    id: str
    question: str
    kind: str = ""
    split: str = ""
    answerable: bool = True
    answers: tuple[str, ...] = ()
    searched: str = ""
    answer: str = ""
    short_answer: str = ""
    refused: bool = False
    missing: str = ""
    confidence: Finite | None = None
    mode: str = ""
    sentences: tuple[Said, ...] = ()
    passages: tuple[Found, ...] = ()
    gold: tuple[tuple[Place, ...], ...] = ()
    seconds: Seconds | None = None
    timings: Mapping[str, Seconds] = field(default_factory=dict)
    metrics: Mapping[str, Finite | None] = field(default_factory=dict)
    cause: str | None = None
    usage: Usage | None = None
    judge: Judgement | None = None

    @property
    def ending(self) -> Ending:
        """An answer is right as triage sees it; it is not judged where its case has neither answers nor evidence."""
        if not self.answerable:
            return Ending.REFUSED_RIGHTLY if self.refused else Ending.NOT_REFUSED
        if self.refused:
            return Ending.REFUSED_WRONGLY
        worded = any(self.metrics.get(name) is not None for name in ("contains_answer", "yes_no"))
        if not worded and self.metrics.get("citation_recall") is None:
            return Ending.UNJUDGED
        # A run that measured the wording but does not tell the gold answers is an earlier one: its wording decides.
        kept = {} if self.answers or not worded else {"citation_recall": None}
        right = is_right(Case(self.id, self.question, self.answers, kind=self.kind), {**self.metrics, **kept})
        return Ending.RIGHT if right else Ending.WRONG


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's mean over ``cases`` and its 95% interval."""

    value: Finite
    low: Finite
    high: Finite
    cases: int


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold as the run met or missed it; ``value`` is None where nothing was measured."""

    metric: str
    passed: bool
    minimum: Finite | None = None
    maximum: Finite | None = None
    value: Finite | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a metric measures, and where its definition comes from."""

    meaning: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bin:
    """Replies of about the same confidence: their mean confidence, and the share of them whose case is answerable."""

    count: int
    confidence: Share | None = None
    accuracy: Share | None = None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far confidence can be trusted. ``risk_coverage`` has (share answered, share of those wrong)."""

    auroc: Finite | None = None
    aurc: Finite | None = None
    ece: Finite | None = None
    intervals: Mapping[str, tuple[Finite, Finite]] = field(default_factory=dict)
    bins: tuple[Bin, ...] = ()
    risk_coverage: tuple[tuple[Share, Share], ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """How much better than another system Footnote is in a metric, its 95% interval, and whether that is noise."""

    difference: Finite
    low: Finite
    high: Finite
    word: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """Footnote or another system, both maps by metric; see ``eval.beside.Beside``."""

    name: str
    meaning: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    differences: Mapping[str, Gap] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What report.json says. The groups map a kind or split to metric means and the number of its "cases"."""

    cases: int
    metrics: Mapping[str, Figure]
    by_kind: Mapping[str, Mapping[str, Finite]] = field(default_factory=dict)
    by_split: Mapping[str, Mapping[str, Finite]] = field(default_factory=dict)
    peak_memory_bytes: int | None = None
    inexact_citations: tuple[str, ...] = ()
    evidence_not_found: tuple[str, ...] = ()
    thresholds: tuple[Bound, ...] = ()
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    reliability: Reliability | None = None
    beside: tuple[System, ...] = ()
    tokens: Tokens | None = None
    judge: Judging | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run's folder, its replies in the order asked, and its report."""

    folder: Path
    replies: tuple[Reply, ...]
    report: Report

    @property
    def name(self) -> str:
        """What the folder is called."""
        return self.folder.resolve().name


_REPLY = TypeAdapter(Reply)
_REPORT = TypeAdapter(Report)


def read_run(folder: Path) -> Run:
    """The run in ``folder``. Raises CasesError when there is none, or it is damaged."""
    if not folder.is_dir():
        raise CasesError(f"{folder} is not a folder. Give the folder that `footnote eval --out DIR` wrote.")
    for name in (REPLIES, REPORT):
        if not (folder / name).is_file():
            raise CasesError(
                f"{folder} is not a finished run: it has no {name}. Give a folder that `footnote eval --out DIR` wrote."
            )
    return Run(folder, _replies(folder / REPLIES), read_report(folder / REPORT))


def _replies(path: Path) -> tuple[Reply, ...]:
    replies: dict[str, Reply] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            reply = _REPLY.validate_json(line)
        except ValidationError as error:
            raise CasesError(
                f"{path}, line {number} is not a reply ({_problem(error)}). Delete the line, or run the cases again."
            ) from error
        if reply.id in replies:
            raise CasesError(f"{path}, line {number}: the case “{reply.id}” stands there twice. Delete one of the two.")
        replies[reply.id] = reply
    if not replies:
        raise CasesError(f"{path} holds no replies. Run the cases again.")
    return tuple(replies.values())


def read_report(path: Path) -> Report:
    """What a report.json says. Raises CasesError."""
    try:
        return _REPORT.validate_json(_text(path))
    except ValidationError as error:
        raise CasesError(f"{path} is not a report ({_problem(error)}). Run the cases again.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CasesError(f"{path} is not UTF-8 text (byte {error.start}). Run the cases again.") from error
    except OSError as error:
        raise CasesError(f"{path} cannot be read ({error.strerror}). Check who may read it.") from error


def _problem(error: ValidationError) -> str:
    """The first thing wrong, with the place of the field: "passages.0.score: Field required"."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else first["msg"]
