"""One stage of the real system is broken at a time, and the report of a run says which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.schema import NodeWithScore, QueryBundle

import assistant.ingest as intake
from assistant.answer import compose
from assistant.answer.units import Piece, Units
from assistant.assistant import build_assistant
from assistant.local import LocalAssistant
from assistant.nodes import hit_of
from assistant.reading import pdfium, read
from assistant.reading.worker import ReadingWorker
from assistant.records import Citation, Document, Passage, Sentence
from assistant.retrieve import HybridRetriever, Reread
from assistant.settings import Settings
from assistant.text import sentence_spans
from eval.cases import Case, Evidence
from eval.outcome import outcome
from eval.report import as_json
from eval.run import ingest, predict
from eval.summary import summarise
from eval.triage import Cause
from tests.e2e.conftest import write_documents

REPORT = Path(__file__).parents[1] / "fixtures" / "report.pdf"
COPIES = Case(
    "copies",
    "How much do copies of the maps cost?",
    answers=("four crowns",),
    documents=("report.pdf",),
    evidence=(Evidence("Copies cost four crowns."),),  # on its third page
)
BAKERY = Case(
    "bakery",
    "Who opened the bakery on Mill Lane?",
    answers=("Tomasz Zieliński",),
    documents=("bakery.md",),
    evidence=(Evidence("Tomasz Zieliński opened the bakery on Mill Lane in 1987."),),
)
NOWHERE = Case("nowhere", "Who designed the lighthouse of Alexandria?", answerable=False)
CASES = (COPIES, BAKERY, NOWHERE)
Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = write_documents(tmp_path_factory.mktemp("documents"))
    (documents / REPORT.name).write_bytes(REPORT.read_bytes())
    return documents


def opened(home: Path, folder: Path) -> LocalAssistant:
    """An answer draws on two passages, so that the ten of the metrics' search reach further down."""
    assistant = build_assistant(Settings(home=home, passages=2, mode="extractive"))
    ingest(assistant, folder)
    return assistant


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[LocalAssistant]:
    assistant = opened(tmp_path_factory.mktemp("home"), folder)
    yield assistant
    assistant.close()


def diagnosed(assistant: LocalAssistant, cases: Sequence[Case]) -> dict[str, int]:
    """The causes that the report of a run gives, those that are there."""
    outcomes = [outcome(*each) for each in predict(assistant, cases, lambda line: None)]
    causes = as_json(summarise(outcomes), [])["causes"]
    return {cause: count for cause, count in causes.items() if count}


def test_the_whole_system_misses_nothing(whole: LocalAssistant) -> None:
    assert sum(len(whole.passages(source.id)) for source in whole.sources()) <= 10  # all are searched for the metrics
    assert diagnosed(whole, CASES) == {}


# -- stages that are gone through once, when documents come in


def a_page_is_dropped(patch: Patch) -> None:
    real = pdfium.sheet

    def sheet(pdf: Any, index: int) -> Any:
        read = real(pdf, index)
        return replace(read, fragments=(), sideways=()) if index == 2 else read

    patch.setattr(pdfium, "sheet", sheet)
    patch.setattr(ReadingWorker, "read", lambda _, *file: read(*file))  # in this process, where it is broken


def a_stretch_is_dropped(patch: Patch) -> None:
    real = intake.split

    def split(document: Document, source_id: str) -> list[Passage]:
        return [passage for passage in real(document, source_id) if "four crowns" not in passage.text]

    patch.setattr(intake, "split", split)


LOST: list[tuple[Callable[[Patch], None], Cause]] = [
    (a_page_is_dropped, Cause.NOT_READ),
    (a_stretch_is_dropped, Cause.NOT_IN_ANY_PASSAGE),
]


@pytest.mark.parametrize(("broken", "cause"), LOST, ids=[broken.__name__ for broken, _ in LOST])
def test_what_is_lost_on_the_way_in_is_told(
    broken: Callable[[Patch], None], cause: Cause, monkeypatch: Patch, tmp_path: Path, folder: Path
) -> None:
    broken(monkeypatch)
    assistant = opened(tmp_path, folder)
    try:
        assert diagnosed(assistant, CASES) == {str(cause): 1}
    finally:
        assistant.close()


# -- stages that every question goes through


def the_passage_is_left_out(patch: Patch, _: LocalAssistant) -> None:
    real = HybridRetriever._retrieve

    def retrieve(self: HybridRetriever, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [node for node in real(self, query_bundle) if "Zieliński" not in hit_of(node).passage.text]

    patch.setattr(HybridRetriever, "_retrieve", retrieve)


def the_order_is_turned(patch: Patch, _: LocalAssistant) -> None:
    real = Reread._postprocess_nodes

    def read(self: Reread, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None) -> list[NodeWithScore]:
        return real(self, nodes, query_bundle)[::-1]

    patch.setattr(Reread, "_postprocess_nodes", read)


def another_sentence_is_chosen(patch: Patch, _: LocalAssistant) -> None:
    real = Units.answer

    def answer(self: Units, start: int, end: int, *given: Any) -> list[Piece]:
        chosen = real(self, start, end, *given)
        return [piece for piece in self.pieces(start, end) if piece not in chosen][-1:]

    patch.setattr(Units, "answer", answer)
    patch.setattr(compose, "_few_words", lambda *given: None)


def nothing_is_sure_enough(patch: Patch, assistant: LocalAssistant) -> None:
    patch.setattr(assistant, "settings", assistant.settings.model_copy(update={"strictness": 1.0}))


def anything_is_sure_enough(patch: Patch, assistant: LocalAssistant) -> None:
    patch.setattr(assistant, "settings", assistant.settings.model_copy(update={"strictness": 0.0}))
    patch.setattr(compose, "FAINT", 0.0)


def cited_otherwise(patch: Patch, change: Callable[[Citation], Citation]) -> None:
    real = compose.quoted

    def quoted(*given: Any, **named: Any) -> tuple[Sentence, ...]:
        made = real(*given, **named)
        return tuple(replace(each, citations=tuple(map(change, each.citations))) for each in made)

    patch.setattr(compose, "quoted", quoted)


def the_first_sentence_is_cited(patch: Patch, assistant: LocalAssistant) -> None:
    def first(made: Citation) -> Citation:
        text = assistant.document(made.source_id).text
        start, end = next(iter(sentence_spans(text)))
        return replace(made, start=start, end=end, quote=text[start:end])

    cited_otherwise(patch, first)


def a_citation_is_off_by_one(patch: Patch, _: LocalAssistant) -> None:
    cited_otherwise(patch, lambda made: replace(made, start=made.start + 1, end=made.end + 1))


BROKEN: list[tuple[Callable[[Patch, LocalAssistant], None], Case, Cause]] = [
    (the_passage_is_left_out, BAKERY, Cause.NOT_RETRIEVED),
    (the_order_is_turned, BAKERY, Cause.RANKED_TOO_LOW),
    (another_sentence_is_chosen, BAKERY, Cause.CHOSEN_WRONGLY),
    (nothing_is_sure_enough, BAKERY, Cause.REFUSED_WRONGLY),
    (anything_is_sure_enough, NOWHERE, Cause.ANSWERED_UNANSWERABLE),
    (the_first_sentence_is_cited, BAKERY, Cause.WRONG_CITATION),
    (a_citation_is_off_by_one, BAKERY, Cause.WRONG_CITATION),
]


@pytest.mark.parametrize(("broken", "case", "cause"), BROKEN, ids=[broken.__name__ for broken, *_ in BROKEN])
def test_what_is_lost_on_the_way_to_an_answer_is_told(
    broken: Callable[[Patch, LocalAssistant], None], case: Case, cause: Cause, monkeypatch: Patch, whole: LocalAssistant
) -> None:
    broken(monkeypatch, whole)
    assert diagnosed(whole, [case]) == {str(cause): 1}


def test_every_cause_is_planted() -> None:
    assert {cause for *_, cause in (*LOST, *BROKEN)} == set(Cause)
