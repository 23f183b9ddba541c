"""The Evaluation page: the reports that ``footnote eval`` left in the home, under a policy without scripts."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ui import words
from ui.markup import dotted, tag, together

ADDRESS = "/footnote/evaluation/"
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
}
_LOOK = """
:root { color-scheme: light dark }
body { max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 15px/22px system-ui, sans-serif;
  color: light-dark(#1d1c1a, #e9e6df); background: light-dark(#fbfaf7, #17181b) }
h1 { font-size: 22px }
a { color: light-dark(#1f5fa8, #7fb2f0) }
"""


def evaluation(runs: Path) -> list[Route]:
    """The page over all runs in the folder, and each run's report; nothing else that lies there."""

    def page(request: Request) -> Response:
        return _page(runs / "index.html", _link("/", words.BACK_TO_CHAT))

    def report(request: Request) -> Response:
        name = str(request.path_params["run"])
        known = runs.is_dir() and name in {each.name for each in runs.iterdir()}
        back = dotted(_link(ADDRESS, words.ALL_RUNS), _link("/", words.BACK_TO_CHAT))
        return _page(runs / name / "report.html", back) if known else _none()

    return [Route(ADDRESS, page), Route(ADDRESS + "{run}/report.html", report)]


def _page(path: Path, back: Markup) -> Response:
    """A report as it was written, with the way back above it: a file knows of no chat around it."""
    try:
        before, main, after = path.read_text(encoding="utf-8").partition("<main>")
    except OSError:
        return _none()
    way = tag("p", back, class_="quiet")
    return HTMLResponse(f"{before}{main}{way if main else ''}{after}", headers=_HEADERS)


def _link(address: str, label: str) -> Markup:
    return tag("a", label, href=address)


def _none() -> Response:
    page = together(
        tag("title", words.EVALUATION),
        tag("style", _LOOK),
        tag("h1", words.EVALUATION),
        tag("p", words.NO_RUNS),
        tag("p", _link("/", words.BACK_TO_CHAT)),
    )
    return HTMLResponse(f"<!doctype html><html lang=en>{page}", 404, headers=_HEADERS)
