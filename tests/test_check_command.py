"""``footnote check``: claims in order, sentences against the library, and what is said of input that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main

QUOTE = "The depot at Elmsport has 214 buses."


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_claims_are_judged_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(
        tmp_path / "claims.jsonl",
        {"claim": "The depot has 314 buses.", "quotes": [QUOTE]},
        {"claim": QUOTE, "quotes": [QUOTE]},
        {"claim": "It rained.", "quotes": []},
    )
    assert main(["check", "--claims", str(file), "--json", "--home", str(tmp_path / "home")]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["verdict"] for row in rows] == ["not found", "supported", "not found"]
    assert rows[1]["reasons"] == []
    assert all(row["reasons"] for row in (rows[0], rows[2]))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "line", ["{", '{"claim": "a"}', '{"claim": 1, "quotes": []}', '{"claim": "a", "quotes": [2]}', "[]"]
)
def test_a_line_that_is_no_claim_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(f'{{"claim": "a", "quotes": []}}\n{line}\n', encoding="utf-8")
    assert main(["check", "--claims", str(file), "--home", str(tmp_path / "home")]) == 2
    assert "line 2" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xff\xfe\x00\xd8")
    assert main(["check", str(file), "--home", str(tmp_path / "home")]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_each_sentence_is_held_against_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, document, text = tmp_path / "home", tmp_path / "depot.txt", tmp_path / "text.txt"
    document.write_text(f"{QUOTE} They are washed at night.", encoding="utf-8")
    text.write_text("The depot at Elmsport has 214 buses. The depot at Elmsport has 999 buses.", encoding="utf-8")
    assert main(["ingest", str(document), "--home", str(home)]) == 0
    capsys.readouterr()
    assert main(["check", str(text), "--json", "--home", str(home)]) == 0
    true, false = json.loads(capsys.readouterr().out)
    assert true["verdict"] == "supported"
    [citation] = true["citations"]
    assert document.read_text()[citation["start"] : citation["end"]] == citation["quote"]
    assert false["verdict"] != "supported"
