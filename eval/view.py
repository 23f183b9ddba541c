"""``footnote eval view``: a run as a page, made anew from what its folder holds, and shown in the browser."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from assistant.errors import CasesError, FootnoteError
from eval.html import as_html
from eval.run import to_stderr
from eval.runs import read_run

OK, UNUSABLE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval view``."""
    parser.add_argument("folder", type=Path, metavar="RUN", help="the folder of a run, as --out wrote it")
    parser.add_argument("--no-browser", action="store_true", help="only say where the page is")


def run(arguments: argparse.Namespace) -> int:
    """Write the page, show it, and return the exit status: 0, or 2 for a folder that holds no run."""
    page = arguments.folder / "report.html"
    try:
        content = as_html(read_run(arguments.folder))
        _write(page, content)
    except FootnoteError as error:
        to_stderr(str(error))
        return UNUSABLE
    sys.stdout.write(f"{page}\n")
    if not arguments.no_browser:
        webbrowser.open(page.absolute().as_uri())
    return OK


def _write(page: Path, content: str) -> None:
    try:
        page.write_text(content, encoding="utf-8")
    except OSError as error:
        raise CasesError(f"{page} cannot be written ({error.strerror}). Copy the run to a folder of yours.") from error
