"""Figures, and the page that is made of them."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.benchmarks import report as reports
from eval.benchmarks.measure import folder_bytes, own_memory, peak_memory, seconds, size, spread
from eval.benchmarks.page import drawn, write_page
from eval.benchmarks.report import Aim, Curves, Report, Table, as_markdown, read, write

CURVES = Curves("Time", "passages", "ms", ("10", "100"), {"search": [1.0, 2.5], "answer": [3.0, 4.0]})
REPORT = Report(
    "scale",
    "As it grows",
    "python -m eval.benchmarks.scale",
    [Aim("an answer", "under 1.00 s", "2.00 s", met=False)],
    [Table(("passages", "time"), [("10", "1 ms")], "Medians.")],
    [CURVES],
)


def test_the_spread_of_values() -> None:
    found = spread([float(each) for each in range(100, 0, -1)])
    assert (found.count, found.least, found.median, found.p95, found.most) == (100, 1.0, 50.5, 95.0, 100.0)
    assert spread([3.0]).p95 == 3.0


def test_figures_in_words() -> None:
    assert [seconds(0.0123), seconds(2.5)] == ["12 ms", "2.50 s"]
    assert [size(2_500_000), size(3e9)] == ["2.5 MB", "3.00 GB"]


def test_peak_memory_is_the_process_own_and_not_its_parents() -> None:
    held = bytearray(200_000_000)
    held[::4096] = b"x" * len(held[::4096])
    asked = "from eval.benchmarks.measure import peak_memory; print(peak_memory())"
    child = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert peak_memory() > len(held) > 0
    assert 0 < int(child) < len(held)


def test_disk_is_all_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"123")
    (tmp_path / "c").write_bytes(b"45")
    assert folder_bytes(tmp_path) == 5


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write(REPORT, tmp_path)
    again = read(tmp_path / "scale.json")
    assert as_markdown(again, ["images/a.svg"]) == as_markdown(REPORT, ["images/a.svg"])
    assert (again.curves[0].lines, again.machine) == (CURVES.lines, REPORT.machine)


def test_the_page_has_every_figure_and_an_aim_that_is_missed_stands_out(tmp_path: Path) -> None:
    write(REPORT, tmp_path / "performance")
    write_page(tmp_path / "performance", tmp_path / "performance.md")
    page = (tmp_path / "performance.md").read_text()
    assert "| an answer | under 1.00 s | 2.00 s | **no** |" in page
    assert "| 10 | 1 ms |" in page
    assert "cores used" in page
    assert "![Time](images/performance-scale-0.svg)" in page
    assert (tmp_path / "images" / "performance-scale-0.svg").is_file()


def test_curves_are_an_image_with_a_line_each() -> None:
    image = ElementTree.fromstring(drawn(CURVES))
    assert image.tag == "{http://www.w3.org/2000/svg}svg"
    lines = [each for each in image.iter() if each.get("class", "").startswith("curve")]
    assert len(lines) == 2
    assert {"search", "answer"} <= {each.text for each in image.iter() if each.tag.endswith("}text")}


def test_the_command_told_names_no_place_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [
        "x",
        "--texts",
        "/home/me/a.jsonl",
        "--out",
        "/tmp/b",
        "--rounds",
        "3",
        "--reference-python",
        "/opt/python",
    ]
    monkeypatch.setattr(sys, "argv", given)
    assert reports.command("ingest") == ("python -m eval.benchmarks.ingest --texts … --rounds 3 --reference-python …")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells it")
def test_own_memory_is_the_most_that_was_held_meanwhile() -> None:
    with own_memory() as own:
        before = own()
        held = bytearray(b"x" * 80_000_000)
        time.sleep(0.2)
        del held
        time.sleep(0.1)
    assert own() - before > 60_000_000
