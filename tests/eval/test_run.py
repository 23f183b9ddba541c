"""A whole run over three tiny documents with an assistant that answers from a table."""

import json
from pathlib import Path

import pytest

from assistant.errors import CasesError
from eval.cases import Case, read_cases
from eval.places import Place
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
    assert said == ["3 documents are in the library", *(f"asked {n} of 4" for n in (1, 2, 3, 4))]


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
    assert said == ["2 documents are in the library", "asked 1 of 1"]
    del assistant.replies["Who bought the mill?"], assistant.replies["What did he pay?"]
    [prediction] = [found for _, found in predict(assistant, cases[2:3], said.append)]
    assert prediction.gold == ()
    assert said[2] == "the cases name documents that are not in the library: mill"


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
