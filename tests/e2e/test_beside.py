"""Documents that differ: several short answers, each in its place in every form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.local import LocalAssistant
from assistant.records import Answer
from assistant.rows import answer_row, note_of
from assistant.terminal import as_document
from tests.e2e.test_asking import check_citations

STORMS = {
    "monday.md": "# Monday's report\n\nThe storm sank 12 boats in Elmsport.\n",
    "tuesday.md": "# Tuesday's report\n\nThe storm sank 19 boats in Elmsport.\n",
    "ada.md": "# Ada\n\nThe tower Ada is 190 metres tall.\n",
}


@pytest.fixture
def stormy(assistant: LocalAssistant, tmp_path: Path) -> LocalAssistant:
    folder = tmp_path / "storms"
    folder.mkdir()
    for name, text in STORMS.items():
        (folder / name).write_text(text, encoding="utf-8")
    list(assistant.add([folder]))
    return assistant


def check_places(answer: Answer) -> None:
    for each in answer.beside:
        standing = answer.standing(each)
        assert standing is not None
        cited = standing[1]
        assert each.text in cited.quote
        assert (each.source, each.title, each.published) == (cited.source, cited.title, cited.published)


def test_documents_that_differ_are_told_apart(stormy: LocalAssistant) -> None:
    answer = stormy.answer("How many boats did the storm in Elmsport sink?")
    assert answer.differs
    assert {(each.label, each.text) for each in answer.beside} == {
        ("Monday's report", "12"),
        ("Tuesday's report", "19"),
    }
    assert answer.beside[0].text == answer.short_answer
    assert not answer.note
    check_places(answer)
    check_citations(stormy, answer)


def test_json_tells_both_and_its_note_still_says_so(stormy: LocalAssistant) -> None:
    answer = stormy.answer("How many boats did the storm in Elmsport sink?")
    row = json.loads(as_document(answer_row(answer)))
    assert [each["text"] for each in row["beside"]] == [each.text for each in answer.beside]
    assert set(row["beside"][0]) == {"of", "label", "text", "number", "source", "title", "published"}
    assert row["note"].startswith("The documents differ: ")
    assert all(f"{each.text} ({each.label}" in row["note"] for each in answer.beside)


def test_it_comes_through_a_running_chat(
    stormy: LocalAssistant, running_chat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "How many boats did the storm in Elmsport sink?"
    answer = stormy.answer(question)
    asked = ["ask", question, "--home", str(running_chat)]
    assert main(asked) == 0
    assert capsys.readouterr().out.startswith(f"({note_of(answer)})\n")
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["text"] for each in told["beside"]} == {"12", "19"}


def test_one_answer_stands_alone(stormy: LocalAssistant) -> None:
    assert stormy.answer("How tall is the tower Ada?").beside == ()
