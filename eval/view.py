"""``footnote eval view``: a run as a page, made anew from what its folder holds, and shown in the browser."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path

from eval.files import write_text
from eval.html import as_html
from eval.runs import read_run


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``footnote eval view``."""
    parser.add_argument("folder", type=Path, metavar="RUN", help="the folder of a run, as --out wrote it")
    parser.add_argument("--no-browser", action="store_true", help="only say where the page is")


def run(arguments: argparse.Namespace) -> None:
    """Write the page and show it. Raises CasesError for a folder that holds no run."""
    page = arguments.folder / "report.html"
    write_text(page, as_html(read_run(arguments.folder)), "Copy the run to a folder of yours.")
    sys.stdout.write(f"{page}\n")
    if not arguments.no_browser:
        webbrowser.open(page.absolute().as_uri())
