"""The page over all runs: written after each run in a folder for runs, newest first, without script."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from eval.command import add_arguments, run
from eval.html import index
from tests.eval.tiny import CASES, REPLIES, TinyAssistant, write_documents


def test_runs_are_listed_with_how_they_went(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    documents = write_documents(tmp_path / "documents")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    for name in ("first", "second <b>"):
        out = tmp_path / "runs" / name
        given = ["--cases", str(tmp_path / "cases.jsonl"), "--documents", str(documents), "--out", str(out)]
        assert run(parser.parse_args(given), lambda home: TinyAssistant(REPLIES)) == 0
    (tmp_path / "runs" / "broken").mkdir()
    (tmp_path / "runs" / "broken" / "report.json").write_text("{", encoding="utf-8")
    (tmp_path / "runs" / "broken" / "manifest.json").write_text("[]", encoding="utf-8")
    page = (tmp_path / "runs" / "index.html").read_text(encoding="utf-8")
    assert page.index("second &lt;b&gt;") < page.index(">first<")
    assert 'href="second%20%3Cb%3E/report.html"' in page
    assert "cases.jsonl" in page
    assert "<b>" not in page
    assert "<script" not in page


def test_another_folder_gets_no_index(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text("\n".join(json.dumps(case) for case in CASES), encoding="utf-8")
    documents = write_documents(tmp_path / "documents")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    given = ["--cases", str(tmp_path / "cases.jsonl"), "--documents", str(documents), "--out", str(tmp_path / "out")]
    assert run(parser.parse_args(given), lambda home: TinyAssistant(REPLIES)) == 0
    assert not (tmp_path / "index.html").exists()


def test_without_runs() -> None:
    assert "footnote eval" in index([])
