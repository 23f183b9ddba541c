"""The distractor curve: a library that grows step by step, asked the same questions each time."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from assistant.assistant import Assistant, build_assistant
from assistant.settings import Settings
from eval.command import add_arguments, run
from eval.distract import SECONDS
from eval.distractors import Distractors
from eval.html.plots import growth
from eval.interval import Estimate
from tests.eval.datasets.published import write_lines
from tests.eval.tiny import CASES, DOCUMENTS, write_documents

LINES = [f"The lamp of tower {number} burns oil, and its keeper counts the ships that pass." for number in range(400)]


def parsed(*arguments: str | Path) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(["distract", *map(str, arguments)])


def real(home: Path, **changes: Any) -> Assistant:
    return build_assistant(Settings(home=home, **changes))


def inputs(folder: Path) -> list[str | Path]:
    cases = write_lines(folder / "cases.jsonl", CASES)
    return ["--cases", cases, "--documents", write_documents(folder / "documents")]


def articles(folder: Path) -> Path:
    """Towers; a namesake of one of the cases' documents, which would answer a question otherwise; and that document."""
    rows = [
        {"title": "Towers", "text": "\n".join(LINES)},
        {"title": "Mill", "text": "The mill of Orrin grinds salt."},
        {"title": "Beacons", "text": "\n".join(line.replace("lamp", "beacon") for line in LINES[:50])},
    ]
    return write_lines(folder / "articles.jsonl.gz", rows)


def test_the_curve_is_measured_written_and_ends_with_what_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out" / "curve"
    given = parsed(
        *inputs(tmp_path), "--distractors", articles(tmp_path), "--steps", "30,5,9000", "--out", out, "--json"
    )
    assert run(given, real) == 0
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert json.loads((out / "curve.json").read_text(encoding="utf-8")) == found
    none, few, some, all_ = found["points"]
    assert [point["step"] for point in found["points"]] == [0, 5, 30, 9000]
    assert none["passages"] == none["documents"] == 0
    assert 5 <= few["passages"] < 20
    assert 30 <= some["passages"] < 45
    assert some["passages"] < all_["passages"] < 9000
    assert f"only {all_['passages']} passages of distractors are there, not 9000" in said.err
    for point in found["points"]:
        assert point["figures"]["evidence_recall@5"]["value"] == 1.0
        assert (
            point["figures"][SECONDS]["low"] <= point["figures"][SECONDS]["value"] <= point["figures"][SECONDS]["high"]
        )
        assert point["figures"]["refused_answerable"]["cases"] == 3
    page = (out / "curve.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert len(html.fromstring(page).xpath("//figure/svg")) == 7
    assert f"{all_['passages']:,}" in page


def test_a_folder_of_distractors_and_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "others"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "Harbour.md").write_text("# Elsewhere\n\nLisk harbour opened in 2020.", encoding="utf-8")
    (folder / "deep" / "a.md").write_text("# The Mill\n\nAnother mill is blue.", encoding="utf-8")
    (folder / "b.html").write_text("<title>Harbour</title><p>Lisk harbour opened in 2020.</p>", encoding="utf-8")
    (folder / "c.bin").write_bytes(b"\0\1")
    (folder / ".d.txt").write_text("Hidden away.", encoding="utf-8")
    assert run(parsed(*inputs(tmp_path), "--distractors", folder, "--steps", "1"), real) == 0
    said = capsys.readouterr()
    rows = [line.split("|")[1].strip() for line in said.out.splitlines() if line.startswith("|")]
    assert rows[2:] == ["0", "1"]
    assert "left out: c.bin" in said.err


def test_what_is_called_like_a_document_of_the_cases_is_left_out(tmp_path: Path) -> None:
    assistant = real(tmp_path / "home")
    list(assistant.add([write_documents(tmp_path / "documents")]))
    written = tmp_path / "written"
    written.mkdir()
    distractors = Distractors(assistant, articles(tmp_path), written)
    assert not distractors.grow(100_000)
    titles = {source.title for source in assistant.sources() if source.name not in DOCUMENTS}
    assert titles == {"Towers", "Beacons"}
    assert distractors.documents == len(assistant.sources()) - len(DOCUMENTS)
    assistant.close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "There is nothing at"),
        ("[1]\n", "not a JSON object"),
        ('{"title": "Mill", "text": "x"}\n', "None of the"),
    ],
)
def test_distractors_that_cannot_be_used_are_told(
    tmp_path: Path, content: str | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "articles.jsonl"
    if content:
        path.write_text(content, encoding="utf-8")
    assert run(parsed(*inputs(tmp_path), "--distractors", path), real) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("steps", ["0,10", "ten", ""])
def test_steps_are_numbers_of_passages(steps: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed("--distractors", tmp_path, "--steps", steps)
    assert stopped.value.code == 2


def test_the_plot_is_to_scale() -> None:
    drawn = growth(["0", "10", "99"], [Estimate(1.0, 1.0, 1.0, 4), None, Estimate(0.5, 0.25, 0.75, 4)], "share", 1.0)
    plot = html.fragment_fromstring(drawn, create_parent=True)
    # The frame is 340 by 270: 52 on the left, 28 on the right, 12 above, 44 below.
    assert [(float(dot.get("cx")), float(dot.get("cy"))) for dot in plot.xpath("//circle")] == [(52, 12), (312, 119)]
    curve, _, interval = plot.xpath("//*[@class='curve']/@points")
    assert (curve, interval) == ("52.0,12.0 312.0,119.0", "312.0,172.5 312.0,65.5")
    assert {"0", "10", "99"} <= {text.text for text in plot.xpath("//text")}
