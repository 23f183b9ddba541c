"""A whole run over three tiny documents: with an assistant that answers from a table, and for real, twice."""

import json
from pathlib import Path

import pytest

from assistant.assistant import build_assistant
from assistant.errors import CasesError
from assistant.settings import Settings
from eval.cases import Case, read_cases
from eval.outcome import outcome
from eval.places import Place
from eval.prediction import prediction_line
from eval.run import ingest, predict
from tests.eval.tiny import CASES, REPLIES, TinyAssistant, write_documents


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_documents(tmp_path / "documents")


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    return read_cases(path)


def test_each_case_is_asked_and_its_gold_located(documents: Path, cases: list[Case]) -> None:
    assistant, said = TinyAssistant(REPLIES), list[str]()
    ingest(assistant, documents, said.append)
    predicted = dict(predict(assistant, cases, said.append))
    assert [case.id for case in predicted] == ["opened", "grinds", "price", "captain"]
    assert predicted[cases[0]].gold == ((Place("harbour.txt", 0, 28),),)
    assert predicted[cases[2]].gold == ((Place("mill.txt", 60, 99),),)
    assert predicted[cases[3]].gold == ()
    assert predicted[cases[3]].answer.refused
    assert all(not each.inexact and each.seconds > 0 and each.hits for each in predicted.values())
    assert said == ["3 documents are in the library"]


def test_an_earlier_question_is_asked_first_and_becomes_history(documents: Path, cases: list[Case]) -> None:
    assistant = TinyAssistant(REPLIES)
    ingest(assistant, documents)
    list(predict(assistant, cases[2:3]))
    [(first, before), (second, history)] = assistant.asked
    assert (first, before) == ("Who bought the mill?", ())
    assert second == "What did he pay?"
    assert [(turn.question, turn.answer) for turn in history] == [(first, "Tomas Veld bought it for 12,000 crowns.")]


def test_a_citation_that_is_off_by_one_is_noticed(documents: Path, cases: list[Case]) -> None:
    assistant = TinyAssistant(REPLIES, shift=1)
    ingest(assistant, documents)
    [(_, prediction)] = predict(assistant, cases[:1])
    assert len(prediction.inexact) == 1


def test_documents_that_are_not_there_are_named(documents: Path, cases: list[Case]) -> None:
    assistant, said = TinyAssistant(dict(REPLIES)), list[str]()
    (documents / "mill.txt").unlink()
    ingest(assistant, documents, said.append)
    [prediction] = [found for _, found in predict(assistant, cases[3:], said.append)]
    assert prediction.answer.refused
    assert said == ["2 documents are in the library"]
    del assistant.replies["Who bought the mill?"], assistant.replies["What did he pay?"]
    [prediction] = [found for _, found in predict(assistant, cases[2:3], said.append)]
    assert prediction.gold == ()
    assert said[1] == "the cases name documents that are not in the library: mill"


def test_unreadable_documents_are_reported_and_none_at_all_is_an_error(documents: Path, tmp_path: Path) -> None:
    (documents / "picture.raw").write_bytes(b"\0")
    said: list[str] = []
    ingest(TinyAssistant({}), documents, said.append)
    assert said[0] == "left out: picture.raw: No converter knows it. Save it as text."
    (tmp_path / "empty").mkdir()
    with pytest.raises(CasesError, match="No document"):
        ingest(TinyAssistant({}), tmp_path / "empty")
    with pytest.raises(CasesError, match="is not a folder"):
        ingest(TinyAssistant({}), tmp_path / "absent")


def test_real_runs_are_alike_to_the_byte_however_many_threads(
    documents: Path, cases: list[Case], tmp_path: Path
) -> None:
    one, two = (told(tmp_path / f"home-{threads}", documents, cases, threads) for threads in (1, 2))
    assert one == two
    assert len(one) > 1000


def told(home: Path, documents: Path, cases: list[Case], threads: int) -> bytes:
    """predictions.jsonl of a run with the real models on a new home, without the time that it took."""
    assistant = build_assistant(Settings(home=home, threads=threads, mode="extractive"))
    try:
        ingest(assistant, documents, lambda line: None)
        outcomes = [outcome(*each) for each in predict(assistant, cases, lambda line: None)]
    finally:
        assistant.close()
    lines = [prediction_line(each.case, each.prediction, each.metrics, each.cause) for each in outcomes]
    return "\n".join(json.dumps({**line, "seconds": 0, "timings": {}}) for line in lines).encode()
