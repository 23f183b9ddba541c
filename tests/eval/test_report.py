"""The command from end to end: what it prints and writes, its gate, and its exit status."""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assistant.errors import CasesError, LibraryInUse
from eval.cases import builtin, read_cases
from eval.command import add_arguments, run
from eval.gate import SLACK, Check, Threshold, check, read_thresholds, write_thresholds
from eval.interval import bootstrap
from eval.outcome import outcome
from eval.run import predict
from eval.summary import Summary, summarise
from tests.eval.tiny import CASES, REPLIES, TinyAssistant, write_documents

Build = Callable[[Path], TinyAssistant]


@pytest.fixture
def given(tmp_path: Path) -> list[str]:
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    documents = write_documents(tmp_path / "documents")
    return ["--cases", str(tmp_path / "cases.jsonl"), "--documents", str(documents)]


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def scripted(shift: int = 0, spoilt: dict[str, tuple[str, str, str]] | None = None) -> Build:
    return lambda home: TinyAssistant(REPLIES | (spoilt or {}), shift)


@pytest.fixture
def summary(given: list[str]) -> Summary:
    assistant = TinyAssistant(REPLIES)
    list(assistant.add([Path(given[3])]))
    cases = read_cases(Path(given[1]))
    return summarise([outcome(*each) for each in predict(assistant, cases, lambda line: None)])


def test_a_run_prints_a_table_and_writes_its_files(
    given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parsed(*given, "--out", str(tmp_path / "out")), scripted()) == 0
    printed = capsys.readouterr().out
    assert (tmp_path / "out/report.md").read_text(encoding="utf-8") == printed
    assert "When did Lisk harbour open?" in (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "| exact_match | 1.000 | 1.000 to 1.000 | 3 |" in [" ".join(line.split()) for line in printed.split("\n")]
    assert "Refusals: 1 right, 0 wrong, 0 answered though unanswerable." in printed
    assert "| follow-up" in printed
    lines = [json.loads(line) for line in (tmp_path / "out/predictions.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["opened", "grinds", "price", "captain"]
    first = lines[0]
    assert first["sentences"][0]["citations"] == [
        {"source": "harbour.txt", "start": 0, "end": 28, "page": None, "quote": "Lisk harbour opened in 1907."}
    ]
    assert first["passages"][0]["text"] == "Lisk harbour opened in 1907."
    assert (first["short_answer"], first["mode"], first["timings"]) == ("1907", "extractive", {"a": 0.1})
    assert first["metrics"]["exact_match"] == 1.0
    assert lines[3]["refused"] is True
    assert lines[3]["metrics"]["exact_match"] is None


def test_json_is_one_document_on_stdout(given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed(*given, "--json", "--out", str(tmp_path)), scripted()) == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert report == json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["passed"] is True
    assert report["metrics"]["list_f1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "cases": 1}
    assert report["by_kind"]["list"]["cases"] == 1
    assert report["by_split"].keys() == {"dev", "test"}
    assert report["refusals"] == {"right": 1, "wrong": 0, "answered though unanswerable": 0}
    assert "asked 4 of 4" in printed.err


def test_two_runs_differ_in_nothing_but_time_and_memory(given: list[str], tmp_path: Path) -> None:
    def lines(out: Path) -> list[object]:
        assert run(parsed(*given, "--out", str(out)), scripted()) == 0
        rows = [json.loads(line) for line in (out / "predictions.jsonl").read_text("utf-8").splitlines()]
        report = json.loads((out / "report.json").read_text("utf-8"))
        return [{**row, "seconds": 0} for row in rows] + [{**report, "latency_seconds": 0, "peak_memory_bytes": 0}]

    assert lines(tmp_path / "one") == lines(tmp_path / "two")


def test_one_citation_that_is_not_exact_fails_the_run(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed(*given), scripted(shift=1)) == 1
    printed = capsys.readouterr()
    assert "missed: exact_citations is 0.0000, must be at least 1.0" in printed.err
    assert "Citations that are not exact, in: opened, grinds, price" in printed.out


def test_the_home_is_new_and_gone_afterwards_and_the_assistant_closed(given: list[str]) -> None:
    made: list[tuple[Path, TinyAssistant]] = []

    def build(home: Path) -> TinyAssistant:
        assert home.is_dir()
        assert not list(home.iterdir())
        made.append((home, TinyAssistant(REPLIES)))
        return made[0][1]

    assert run(parsed(*given), build) == 0
    [(home, assistant)] = made
    assert assistant.closed
    assert not home.exists()


def test_only_the_wanted_split_is_run(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed(*given, "--split", "dev", "--json"), scripted()) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--cases", "x.jsonl"], "go together"),
        (["--documents", "x"], "go together"),
        (["--cases", "absent.jsonl", "--documents", "x"], "cannot be read"),
    ],
)
def test_input_that_cannot_be_used_is_status_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parsed(*arguments), scripted()) == 2
    printed = capsys.readouterr()
    assert complaint in printed.err
    assert not printed.out


def test_other_bad_input_is_status_2(given: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refuses(home: Path) -> TinyAssistant:
        raise LibraryInUse("The home is in use.")

    assert run(parsed(*given), refuses) == 2
    assert run(parsed(*given, "--update-baseline"), scripted()) == 2
    assert run(parsed(*given, "--out", given[1]), scripted()) == 2  # a file
    cases = tmp_path / "unsplit.csv"
    cases.write_text("question,answer\nWhen?,1907\n", encoding="utf-8")
    assert run(parsed("--cases", str(cases), "--documents", given[3], "--split", "dev"), scripted()) == 2
    err = capsys.readouterr().err
    assert "The home is in use." in err
    assert "No case is of the split “dev”" in err


def test_evidence_that_stands_nowhere_is_named(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    case = CASES[0] | {"evidence": ["Lisk harbour opened in 1908."]}
    Path(given[1]).write_text(json.dumps(case), encoding="utf-8")
    assert run(parsed(*given), scripted()) == 0
    assert "Evidence that stands in no document, of: opened" in capsys.readouterr().out


def test_thresholds_hold_the_run_that_set_them_and_catch_a_worse_one(summary: Summary, tmp_path: Path) -> None:
    path = tmp_path / "builtin.json"
    path.write_text('{"dev": {"mrr": {"minimum": 0.25}}}', encoding="utf-8")
    write_thresholds(path, "all", summary)
    assert read_thresholds(path, "dev") == [Threshold("mrr", minimum=0.25)]
    thresholds = read_thresholds(path, "all")
    # One of three cases is more than the slack.
    assert Threshold("exact_match", minimum=0.666) in thresholds
    assert Threshold("refused_answerable", maximum=0.334) in thresholds
    assert all(each.passed for each in check(thresholds, summary))
    worse = replace(summary.means["exact_match"], value=1 / 3)
    checks = check(thresholds, replace(summary, means={**summary.means, "exact_match": worse}))
    assert [str(each) for each in checks if not each.passed] == ["exact_match is 0.3333, must be at least 0.666"]
    many = replace(summary.means["exact_match"], cases=200)
    write_thresholds(path, "all", replace(summary, means={"exact_match": many}))
    assert read_thresholds(path, "all") == [Threshold("exact_match", minimum=1 - SLACK)]


def test_the_builtin_cases_are_held_against_their_thresholds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_documents(tmp_path / "samples")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/builtin.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    (tmp_path / "baselines").mkdir()
    monkeypatch.setattr("eval.task.builtin", partial(builtin, tmp_path))
    asked = ("When did Lisk harbour open?", "What does the mill of Orrin grind?")
    worse = scripted(spoilt=dict.fromkeys(asked, ("harbour.txt", "Its crane lifts 40 tonnes.", "salt")))

    assert run(parsed(), scripted()) == 2
    assert "The thresholds in" in capsys.readouterr().err
    assert run(parsed("--update-baseline"), scripted()) == 0
    assert run(parsed(), scripted()) == 0
    capsys.readouterr()
    assert run(parsed("--json"), worse) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["passed"] is False
    assert "missed: exact_match is 0.3333, must be at least 0.666" in printed.err
    assert "was right: opened: answer chosen wrongly: When did Lisk harbour open?" in printed.err
    assert "was right: price" not in printed.err
    # The dev split has no thresholds yet.
    assert run(parsed("--split", "dev"), worse) == 0


def test_a_threshold_on_what_was_not_measured_is_missed(summary: Summary) -> None:
    [missed, exact] = check([Threshold("yes_no", minimum=0.1)], summary)
    assert not missed.passed
    assert exact.passed
    assert not Check(Threshold("refused_answerable", maximum=0.1), 0.2).passed


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"all": 3}', '{"all": {"speed": {"minimum": 1}}}', '{"all": {"mrr": {}}}']
)
def test_damaged_thresholds_are_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "builtin.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CasesError, match=r"builtin\.json"):
        read_thresholds(path, "all")


def test_the_bootstrap_interval_is_seeded_and_holds_the_mean() -> None:
    values = [0.0] * 30 + [1.0] * 70
    low, high = bootstrap(values)
    assert (low, high) == bootstrap(values)
    # 1.96 standard errors of a share of 0.7 among 100: 0.09
    assert low == pytest.approx(0.61, abs=0.02)
    assert high == pytest.approx(0.79, abs=0.02)
    assert bootstrap([1.0]) == (1.0, 1.0)
