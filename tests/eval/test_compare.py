"""Two runs held against each other: the arithmetic by hand, what is told, and what cannot be compared."""

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.command import add_arguments, run
from eval.paired import Difference, Word, differences, holm, sign_flip
from tests.eval.written import answered, line, write

Figures = Sequence[float]


def compared(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(["compare", *arguments]), lambda home, **_: pytest.fail("opens nothing"))


def as_json(capsys: pytest.CaptureFixture[str], *folders: Path) -> dict[str, Any]:
    assert compared(*map(str, folders), "--json") == 0
    printed = capsys.readouterr()
    assert not printed.err
    document: dict[str, Any] = json.loads(printed.out)
    return document


def contains(folder: Path, values: Sequence[float | None], **fields: Any) -> Path:
    return write(
        folder, [line(f"case-{i}", metrics={"contains_answer": value}, **fields) for i, value in enumerate(values)]
    )


def of(first: Figures, second: Figures, higher_is_better: bool = True) -> Difference:
    pairs = {str(case): pair for case, pair in enumerate(zip(first, second, strict=True))}
    [found] = differences({"m": pairs}, {"m": higher_is_better})
    return found


@pytest.mark.parametrize(
    ("changes", "p"),
    [
        ([], 1.0),
        ([0.0, 0.0], 1.0),
        ([1.0], 1.0),  # both flips are as far from 0
        ([1.0, 1.0], 2 / 4),
        ([1.0, 0.0, 1.0, 1.0], 2 / 8),
        ([1.0, 1.0, 1.0, -1.0], 10 / 16),  # all but the six flips with a sum of 0
        ([0.5, -0.25, 1.0], 4 / 8),  # sums of 1.75 and 1.25 each way, but not 0.75 and 0.25
        ([0.1] * 10, 2 / 1024),
    ],
)
def test_flipped_signs_are_counted(changes: list[float], p: float) -> None:
    assert sign_flip(np.array(changes)) == pytest.approx(p, abs=1e-12)


def test_changes_of_one_size_are_tested_exactly_however_many() -> None:
    changes = np.array([1.0] * 30 + [-1.0] * 12)
    tail = sum(math.comb(42, ups) for ups in range(30, 43))
    assert sign_flip(changes) == pytest.approx(2 * tail / 2**42, rel=1e-9)


def test_many_different_changes_are_drawn_and_near_the_exact_value() -> None:
    changes = np.sqrt(np.arange(2, 20)) - 2.9  # 18 changes, no two flips with the same sum
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 18)).reshape(18, -1)
    exact = float(np.mean(np.abs(changes @ signs) >= abs(changes.sum()) - 1e-9))
    assert 0.3 < exact < 0.9
    assert sign_flip(changes) == pytest.approx(exact, abs=0.015)
    assert sign_flip(changes) == sign_flip(changes)
    assert sign_flip(changes) * 10_001 == pytest.approx(round(sign_flip(changes) * 10_001))


def test_many_tests_are_corrected() -> None:
    # Ranks: 0.005 * 4, 0.01 * 3, 0.03 * 2, and 0.04 * 1, which may not be below the one before it.
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_what_changes_nowhere_is_no_test_and_what_changes_alike_is_one() -> None:
    pairs = {str(case): (0.0, 1.0) for case in range(6)}
    mirrored = {case: (second, first) for case, (first, second) in pairs.items()}
    still = {str(case): (1.0, 1.0) for case in range(9)}
    other = {"a": (0.0, 1.0)}
    directions = {"one": True, "same": True, "mirrored": False, "still": True}
    found = {
        each.metric: each
        for each in differences(dict(zip(directions, (pairs, pairs, mirrored, still), strict=True)), directions)
    }
    assert {found[name].p_holm for name in ("one", "same", "mirrored")} == {2 / 64}
    assert {found[name].word for name in ("one", "same", "mirrored")} == {Word.BETTER}
    assert (found["still"].p_holm, found["still"].word) == (1.0, Word.NOISE)
    # A test of its own doubles the least p.
    [one, _] = differences({"one": pairs, "other": other}, {"one": True, "other": True})
    assert (one.p, one.p_holm, one.word) == (2 / 64, 4 / 64, Word.NOISE)


def test_means_and_interval_of_a_difference() -> None:
    found = of([0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 1.0])
    assert (found.cases, found.first, found.second, found.difference) == (4, 0.5, 0.75, 0.25)
    assert (found.low, found.high) == (0.0, 0.75)
    constant = of([0.25, 0.5, 0.0], [0.5, 0.75, 0.25])
    assert (constant.difference, constant.low, constant.high) == (0.25, 0.25, 0.25)


def test_which_way_is_better_depends_on_the_metric() -> None:
    low, high = [0.0] * 12, [1.0] * 12
    assert of(low, high).word is Word.BETTER
    assert of(high, low).word is Word.WORSE
    assert of(low, high, higher_is_better=False).word is Word.WORSE
    assert of(high, low, higher_is_better=False).word is Word.BETTER
    assert of([0.0] * 5, [1.0] * 5).word is Word.NOISE  # p = 2 / 32


def test_a_run_against_itself_is_all_noise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = write(tmp_path / "same", [answered("a"), answered("b", metrics={"contains_answer": 0.0, "mrr": 0.5})])
    document = as_json(capsys, same, same)
    assert document["metrics"].keys() == {"contains_answer", "mrr", "refused_answerable"}
    for each in document["metrics"].values():
        assert (each["difference"], each["low"], each["high"]) == (0, 0, 0)
        assert (each["p"], each["p_holm"], each["word"]) == (1, 1, "noise")
    assert document["wrong_to_right"] == document["right_to_wrong"] == []
    assert document["median_seconds"] == {"first": 0.5, "second": 0.5, "ratio": 1.0}


def test_a_planted_improvement_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contains(tmp_path / "before", [0.0] * 25 + [1.0] * 15)
    after = contains(tmp_path / "after", [1.0] * 13 + [0.0] * 12 + [1.0] * 14 + [0.0])
    [metric] = as_json(capsys, before, after)["metrics"].values()
    assert metric["word"] == "better"
    assert metric["difference"] == pytest.approx(12 / 40)
    assert metric["p"] == pytest.approx(2 * (1 + 14) / 2**14, abs=1e-6)
    assert 0.1 < metric["low"] < 0.2
    assert 0.4 < metric["high"] < 0.5
    [metric] = as_json(capsys, after, before)["metrics"].values()
    assert metric["word"] == "worse"


def test_only_cases_of_both_runs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write(tmp_path / "a", [answered("x"), answered("y"), answered("gone"), answered("asked")])
    second = write(
        tmp_path / "b",
        [
            answered("y", metrics={"contains_answer": None}),
            answered("new"),
            answered("x"),
            answered("asked", question="?"),
        ],
    )
    document = as_json(capsys, first, second)
    assert document["cases"] == {
        "compared": 2,
        "only_first": ["gone"],
        "only_second": ["new"],
        "changed_question": ["asked"],
    }
    assert document["metrics"]["contains_answer"]["cases"] == 1
    assert compared(str(first), str(second)) == 0
    told = capsys.readouterr().out
    assert "2 questions compared. Left out: 1 only in A (gone). Left out: 1 only in B (new)." in told
    assert "Left out: 1 with another question in each (asked)." in told


def test_metrics_that_are_not_known_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write(tmp_path / "a", [line("x", metrics={"charm": 1.0, "f1": 0.5})])
    document = as_json(capsys, first, first)
    assert document["metrics_not_known"] == ["charm"]
    assert document["metrics"].keys() == {"f1"}
    compared(str(first), str(first))
    assert "Metrics that this version does not know: charm." in capsys.readouterr().out


def test_flips_are_told_with_both_replies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {"short_answer": "1951", "metrics": {"contains_answer": 0.0}}
    refused = {"refused": True, "short_answer": "", "metrics": {"contains_answer": 0.0}}
    ferry = answered("ferry", answerable=False, metrics={})
    before = [answered("mended", **wrong), answered("spoilt"), answered("still"), ferry, answered("both", **wrong)]
    after = [answered("mended"), answered("spoilt", **refused), answered("still"), {**ferry, "refused": True}]
    first = write(tmp_path / "a", before)
    second = write(tmp_path / "b", [*after, answered("both", **refused)])
    document = as_json(capsys, first, second)
    assert [each["id"] for each in document["wrong_to_right"]] == ["mended", "ferry"]
    assert document["right_to_wrong"] == [
        {
            "id": "spoilt",
            "question": "What of spoilt?",
            "kind": "date",
            "first": "answered rightly",
            "second": "refused wrongly",
            "first_short_answer": "1907",
            "second_short_answer": "",
        }
    ]
    assert compared(str(first), str(second)) == 0
    rows = [" ".join(row.split()) for row in capsys.readouterr().out.splitlines()]
    assert "## From wrong to right: 2" in rows
    assert "| mended | What of mended? | 1951 | 1907 |" in rows
    assert "| ferry | What of ferry? | 1907 | (refused) |" in rows
    assert "| spoilt | What of spoilt? | 1907 | (refused) |" in rows


def test_latency_is_a_ratio_of_medians(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def timed(folder: str, *seconds: float | None) -> Path:
        return write(tmp_path / folder, [line(str(i), seconds=each) for i, each in enumerate(seconds)])

    first, second, untimed = timed("a", 1.0, 2.0, 9.0), timed("b", 0.5, 30.0, 1.0), timed("c", None, None, None)
    assert as_json(capsys, first, second)["median_seconds"] == {"first": 2.0, "second": 1.0, "ratio": 0.5}
    assert compared(str(first), str(second)) == 0
    assert "2.000 s in A, 1.000 s in B; B takes 0.50 times as long as A." in capsys.readouterr().out
    assert as_json(capsys, first, untimed)["median_seconds"] is None
    assert as_json(capsys, timed("d", 0.0, 0.0, 0.0), first)["median_seconds"] is None


def test_the_table_reads_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = {"metrics": {"refused_answerable": 1.0}}
    first = write(tmp_path / "a", [line(str(i), metrics={"refused_answerable": 0.0}) for i in range(10)])
    second = write(tmp_path / "b", [line(str(i), **refused) for i in range(10)])
    assert compared(str(first), str(second)) == 0
    printed = capsys.readouterr().out
    assert "Better: none. Worse: refused_answerable. Noise: 0 of 1 metric." in printed
    row = "| refused_answerable (lower is better) | 10 | 0.000 | 1.000 | +1.000 | +1.000 to +1.000 | 0.002 | 0.002 |"
    assert f"{row} worse |" in [" ".join(each.split()) for each in printed.splitlines()]
    assert "## From right to wrong: none" in printed


def test_the_same_runs_print_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    random = np.random.default_rng(3)
    first, second = (contains(tmp_path / name, list(random.random(60))) for name in "ab")
    printed = []
    for _ in range(2):
        assert compared(str(first), str(second)) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_words_of_documents_break_no_table_and_reach_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "a|b\n| c \x1b[2J\u202e<img src=x> ![i](http://x) `d` " + "long " * 40
    first = write(
        tmp_path / "a", [answered("x", question=hostile, metrics={"contains_answer": 0.0}, short_answer=hostile)]
    )
    second = write(tmp_path / "b", [answered("x", question=hostile, short_answer=hostile)])
    assert compared(str(first), str(second)) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    [row] = [each for each in printed.splitlines() if each.startswith("| x ")]
    assert row.startswith(r"| x    | a\|b \| c \[2J \<img src=x> !\[i\](http://x) \`d\` long")
    assert row.replace(r"\|", "").count("|") == 5
    assert len(row) < 320


@pytest.mark.parametrize("kind", ["absent", "other"])
def test_runs_that_cannot_be_compared_are_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    first = write(tmp_path / "a", [answered("x")])
    write(tmp_path / "other", [answered("y"), answered("x", question="Another?")])
    assert compared(str(first), str(tmp_path / kind)) == 2
    printed = capsys.readouterr()
    assert not printed.out
    assert {"absent": "is not a folder", "other": "share no question with the same id"}[kind] in printed.err
