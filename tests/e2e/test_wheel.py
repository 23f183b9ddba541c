"""The wheel carries prompts, samples, cases and weights: installed elsewhere, it answers."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*arguments: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ran = subprocess.run(
        [str(argument) for argument in arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_wheel_answers_outside_the_checkout(tmp_path: Path, documents: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path / "wheels", ROOT, cwd=tmp_path)
    [wheel] = (tmp_path / "wheels").glob("footnote-*.whl")
    fresh = tmp_path / "venv"
    venv.create(fresh, with_pip=False)
    python = fresh / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    # The libraries come from the environment of the tests, which the lock has pinned; Footnote itself does not.
    run(*pip, "--python", python, "install", "--no-deps", wheel, cwd=tmp_path)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    where = run(python, "-c", "import assistant, prompts; print(assistant.__file__, prompts.__path__)", cwd=tmp_path)
    assert str(fresh) in where
    assert str(ROOT) not in where
    footnote = fresh / "bin" / "footnote"
    run(footnote, "ingest", documents, "--home", tmp_path / "home", cwd=tmp_path)
    assert "1987" in run(footnote, "ask", "When did the bakery open?", "--home", tmp_path / "home", cwd=tmp_path)
    listed = run(python, "-m", "zipfile", "-l", wheel, cwd=tmp_path)
    for part in (
        "prompts/answer.md",
        "eval/cases/builtin.jsonl",
        "eval/samples/",
        "L6-v2.int8.onnx",
        "reader.int8.onnx",
        "ui/app.py",
    ):
        assert part in listed
