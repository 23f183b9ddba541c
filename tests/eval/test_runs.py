"""Reading a run back: what this version wrote, what others wrote, and what is damaged."""

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import CasesError
from eval.outcome import outcome
from eval.places import Place
from eval.runs import Ending, Figure, Quote, read_run
from eval.summary import summarise
from eval.writing import write_run
from tests.eval.made import CASE, GOOD
from tests.eval.written import answered, line, write


def test_what_this_version_writes_is_read_back(tmp_path: Path) -> None:
    outcomes = [outcome(CASE, GOOD)]
    summary = summarise(outcomes)
    write_run(tmp_path / "run", outcomes, summary, [])
    run = read_run(tmp_path / "run")

    [reply] = run.replies
    assert (reply.id, reply.question, reply.kind, reply.answers) == (
        "opened",
        "When did it open?",
        "date",
        CASE.answers,
    )
    assert reply.sentences[0].citations == (Quote("harbour.txt", 0, 28, "Lisk harbour opened in 1907."),)
    assert reply.sentences[0].verdict == "supported"
    assert [(each.start, each.end, each.score) for each in reply.passages] == [(29, 55, 1.0), (0, 28, 1.0)]
    assert reply.gold == ((Place("harbour.txt", 0, 28),),)
    assert reply.metrics == outcomes[0].metrics
    assert reply.ending is Ending.RIGHT
    assert run.report.metrics["f1"] == Figure(1.0, 1.0, 1.0, 1)
    assert run.report.by_kind["date"]["exact_match"] == 1.0
    assert run.report.meanings["f1"].source
    assert run.report.reliability is not None
    assert run.report.reliability.bins[0].count == 1
    assert run.report.reliability.risk_coverage == ((1.0, 0.0),)
    assert run.name == "run"


def test_an_earlier_run_lacks_fields_and_a_later_one_has_more(tmp_path: Path) -> None:
    lines = [line("earlier"), line("later", mood="glad", metrics={"charm": 0.5, "f1": None})]
    run = read_run(write(tmp_path / "run", lines, weather="fair"))
    earlier, later = run.replies
    assert (earlier.metrics.get("f1"), earlier.cause, earlier.seconds, earlier.confidence) == (None, None, None, None)
    assert later.metrics == {"charm": 0.5, "f1": None}
    assert run.report.reliability is None
    assert run.report.thresholds == ()


@pytest.mark.parametrize(
    ("fields", "ending"),
    [
        ({"answerable": False, "refused": True}, Ending.REFUSED_RIGHTLY),
        ({"answerable": False}, Ending.NOT_REFUSED),
        ({"refused": True, "metrics": {"contains_answer": 1.0}}, Ending.REFUSED_WRONGLY),
        ({"metrics": {"contains_answer": 1.0}}, Ending.RIGHT),
        ({"metrics": {"contains_answer": 0.0}}, Ending.WRONG),
        ({"metrics": {"yes_no": 1.0, "contains_answer": None}}, Ending.RIGHT),
        ({"metrics": {"yes_no": 0.0}}, Ending.WRONG),
        ({"metrics": {"contains_answer": 0.0, "value_match": 1.0}, "answers": ["12"]}, Ending.RIGHT),
        ({"metrics": {"contains_answer": None}}, Ending.UNJUDGED),
        # Evidence without answers, and an answer that takes a sentence, are judged by what is cited.
        ({"metrics": {"citation_recall": 1.0}}, Ending.RIGHT),
        ({"metrics": {"citation_recall": 0.5}}, Ending.WRONG),
        (
            {
                "metrics": {"contains_answer": 0.0, "citation_recall": 1.0},
                "answers": ["The harbour opened late since no stone could be had that spring"],
            },
            Ending.RIGHT,
        ),
        # An earlier run does not tell the gold answers; citing the evidence does not make up for the wrong wording.
        ({"metrics": {"contains_answer": 0.0, "citation_recall": 1.0}}, Ending.WRONG),
    ],
)
def test_how_a_question_ended(tmp_path: Path, fields: dict[str, Any], ending: Ending) -> None:
    [reply] = read_run(write(tmp_path / "run", [line("a", **fields)])).replies
    assert reply.ending is ending


def test_only_misses_are_wrong() -> None:
    wrong = {ending for ending in Ending if ending.is_wrong}
    assert wrong == {Ending.WRONG, Ending.REFUSED_WRONGLY, Ending.NOT_REFUSED}


def test_a_folder_that_is_not_there_or_no_run_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match=r"absent is not a folder\. Give the folder that `footnote eval --out DIR`"):
        read_run(tmp_path / "absent")
    with pytest.raises(CasesError, match=r"is not a finished run: it has no predictions\.jsonl"):
        read_run(tmp_path)
    (write(tmp_path / "run", [line("a")]) / "report.json").unlink()
    with pytest.raises(CasesError, match=r"is not a finished run: it has no report\.json"):
        read_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ('{"id": "b", "question"', r"predictions\.jsonl, line 3 is not a reply \(Invalid JSON.*Delete the line"),
        ("[]", r"line 3 is not a reply"),
        ('{"id": "b"}', r"line 3 is not a reply \(question: Field required\)"),
        ('{"id": "b", "question": "?", "metrics": {"f1": NaN}}', r"line 3 is not a reply \(metrics\.f1: "),
        ('{"id": "b", "question": "?", "seconds": -1}', r"line 3 is not a reply \(seconds: "),
        ('{"id": "b", "question": "?", "passages": [{"source": 3}]}', r"line 3 is not a reply \(passages\.0\.source: "),
        ('{"id": "a", "question": "?"}', r"line 3: the case “a” stands there twice"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, broken: str, complaint: str) -> None:
    path = write(tmp_path / "run", [line("a")]) / "predictions.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + broken + "\n", encoding="utf-8")
    with pytest.raises(CasesError, match=complaint):
        read_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("predictions.jsonl", b"\n", r"predictions\.jsonl holds no replies"),
        ("predictions.jsonl", b"\xff", r"is not UTF-8 text \(byte 0\)"),
        ("report.json", b"{", r"report\.json is not a report \(Invalid JSON"),
        ("report.json", b'{"cases": 1}', r"report\.json is not a report \(metrics: Field required\)"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (write(tmp_path / "run", [answered("a")]) / name).write_bytes(content)
    with pytest.raises(CasesError, match=complaint):
        read_run(tmp_path / "run")
