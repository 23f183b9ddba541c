"""What ``footnote eval`` asks: the built-in cases, one's own, or a published set; and its other commands."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.assistant import Assistant, build_assistant
from assistant.settings import Settings
from eval.command import add_arguments, run
from tests.eval.datasets.published import squad


def parsed(*arguments: str | Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(list(map(str, arguments)))


def real(home: Path, **changes: Any) -> Assistant:
    return build_assistant(Settings(home=home, **changes))


def refused(home: Path, **changes: Any) -> Assistant:
    raise AssertionError("nothing is to be opened")


def test_a_published_set_is_asked_and_its_run_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "run"
    assert run(parsed("--dataset", f"squad:{squad(tmp_path)}", "--out", out, "--json"), real) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["evidence_not_found"] == []
    assert report["metrics"]["evidence_recall@10"]["value"] == 1.0
    made_with = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert made_with["cases"]["count"] == report["cases"]
    assert set(made_with["models"]) == {"all-MiniLM-L6-v2.int8.onnx", "reader.int8.onnx"}
    assert "openai_api_key" not in made_with["settings"]
    (out / "report.html").unlink()
    assert run(parsed("view", out, "--no-browser"), refused) == 0
    assert capsys.readouterr().out.strip() == str(out / "report.html")
    assert (out / "report.html").exists()
    assert run(parsed("compare", out, out, "--json"), refused) == 0
    compared = json.loads(capsys.readouterr().out)
    assert compared["cases"]["compared"] == report["cases"]


def test_a_limit_keeps_that_many_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed("--dataset", f"squad:{squad(tmp_path)}", "--limit", "1", "--json"), real) == 0
    assert json.loads(capsys.readouterr().out)["cases"] == 1


def test_cases_become_junit_test_cases_and_errors_are_planted_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--dataset", f"squad:{squad(tmp_path)}", "--json")
    assert run(parsed(*asked, "--junit", tmp_path / "cases.xml"), real) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["checking"] == {}
    suite = ElementTree.parse(tmp_path / "cases.xml").getroot()
    assert int(suite.attrib["tests"]) == report["cases"] == len(suite.findall("testcase"))
    causes = [failure.attrib["message"] for failure in suite.iter("failure")]
    assert len(causes) == int(suite.attrib["failures"]) == sum(report["causes"].values())
    assert run(parsed(*asked, "--planted"), real) == 0
    assert json.loads(capsys.readouterr().out)["checking"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--dataset", "novels:here"), "novels"),
        (("--dataset", "squad:nowhere.json"), "nowhere.json"),
        (("--dataset", "squad:a.json", "--cases", "b.jsonl"), "leave out --cases"),
        (("--limit", "3"), "--dataset"),
        (("compare", "nowhere", "nowhere"), "nowhere"),
        (("view", "nowhere"), "nowhere"),
        (("draft", "--feedback", "nowhere", "--out", __file__), "is there already"),
    ],
)
def test_what_cannot_be_asked_is_told(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(parsed(*arguments), refused) == 2
    assert told in capsys.readouterr().err


def test_calibrating_fits_on_one_part_and_reports_on_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parsed("calibrate", "--dataset", f"squad:{squad(tmp_path)}", "--json"), real) == 0
    found = json.loads(capsys.readouterr().out)
    assert 0 <= found["strictness"] <= 1
    assert found["dev, fitted"]["score"] >= found["dev, as it is set"]["score"]
    assert found["dev, fitted"]["cases"] + found["test, fitted"]["cases"] > 1
