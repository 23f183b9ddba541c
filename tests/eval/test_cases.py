"""Reading cases: what is understood, and complaints that name the file and the line."""

import json
from pathlib import Path

import pytest

from assistant.errors import CasesError
from assistant.records import Turn
from eval.cases import Case, Evidence, read_cases


def written(folder: Path, text: str, name: str = "cases.jsonl") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_every_field_of_a_json_line(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "question": "Who runs it?",
        "answers": ["Mara Quill", "Quill"],
        "answerable": True,
        "documents": ["harbour.txt", "mill.txt"],
        "evidence": [{"document": "harbour.txt", "quote": "Mara Quill runs"}, "runs the harbour"],
        "history": ["What is Lisk?", {"question": "When did it open?", "answer": "In 1907."}],
        "kind": "fact",
        "split": "dev",
        "remark": "left alone",
    }
    [case] = read_cases(written(tmp_path, "\n" + json.dumps(row) + "\n\n"))
    assert case == Case(
        id="a",
        question="Who runs it?",
        answers=("Mara Quill", "Quill"),
        answerable=True,
        documents=("harbour.txt", "mill.txt"),
        evidence=(
            Evidence("Mara Quill runs", ("harbour.txt",)),
            Evidence("runs the harbour", ("harbour.txt", "mill.txt")),
        ),
        history=(Turn("What is Lisk?", ""), Turn("When did it open?", "In 1907.")),
        kind="fact",
        split="dev",
    )


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    lines = '{"question": "Why?", "answer": "Because."}\n{"question": "Who?", "answerable": false}'
    first, second = read_cases(written(tmp_path, lines))
    assert (first.id, first.answers, first.answerable) == ("line-1", ("Because.",), True)
    assert (second.id, second.answers, second.answerable) == ("line-2", (), False)


def test_reads_csv_as_spreadsheets_write_it(tmp_path: Path) -> None:
    text = '\ufeffQuestion;Answer;Kind;Answerable\r\n"When; and\r\nwhere?";1907;date;\r\nWho?;;;no\r\n'
    first, second = read_cases(written(tmp_path, text, "cases.csv"))
    assert (first.question, first.answers, first.kind, first.answerable) == (
        "When; and\nwhere?",
        ("1907",),
        "date",
        True,
    )
    assert (second.question, second.answerable) == ("Who?", False)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"answers": ["x"]}', "“question” is missing"),
        ('{"question": 5.5, "answers": ["x"]}', "“question” must be text"),
        ('{"question": "q"}', "there is no answer"),
        ('{"question": "q", "answerable": true}', "has no answer"),
        ('{"question": "q", "answers": ["x"], "answerable": "maybe"}', "must be true or false"),
        ('{"question": "q", "answers": [1]}', "“answers” must be a list of texts"),
        ('{"question": "q", "answers": {"a": 1}}', "“answers” must be a list"),
        ('{"question": "q", "answers": ["x"], "evidence": [{"document": "d"}]}', "item of “evidence”"),
        ('{"question": "q", "answers": ["x"], "history": [{"answer": "a"}]}', "item of “history”"),
        ('{"id": "one", "question": "q", "answers": ["x"]}', "used twice"),
    ],
)
def test_complaints_name_the_file_and_the_line(tmp_path: Path, line: str, complaint: str) -> None:
    good = '{"id": "one", "question": "q", "answers": ["x"]}'
    with pytest.raises(CasesError) as raised:
        read_cases(written(tmp_path, f"{good}\n\n{line}\n"))
    assert "cases.jsonl, line 3" in str(raised.value)
    assert complaint in str(raised.value)


def test_complains_of_files_that_are_no_cases(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"no column “question”"):
        read_cases(written(tmp_path, "q,a\n1,2\n", "cases.csv"))
    with pytest.raises(CasesError, match=r"not a file of cases"):
        read_cases(written(tmp_path, "", "cases.docx"))
    with pytest.raises(CasesError, match=r"holds no cases"):
        read_cases(written(tmp_path, "\n"))
    with pytest.raises(CasesError, match=r"cannot be read"):
        read_cases(tmp_path / "absent.jsonl")
    (tmp_path / "latin.csv").write_bytes("question,answer\nWo?,Köln\n".encode("latin-1"))
    with pytest.raises(CasesError, match=r"not UTF-8"):
        read_cases(tmp_path / "latin.csv")
