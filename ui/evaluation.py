"""The Evaluation page: the reports that ``footnote eval`` left in the home, under a policy without scripts."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ui import words
from ui.markup import tag, together

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
        return _page(runs / "index.html")

    def report(request: Request) -> Response:
        name = str(request.path_params["run"])
        known = runs.is_dir() and name in {each.name for each in runs.iterdir()}
        return _page(runs / name / "report.html") if known else _none()

    return [Route(ADDRESS, page), Route(ADDRESS + "{run}/report.html", report)]


def _page(path: Path) -> Response:
    try:
        return HTMLResponse(path.read_text(encoding="utf-8"), headers=_HEADERS)
    except OSError:
        return _none()


def _none() -> Response:
    page = together(
        tag("title", words.EVALUATION),
        tag("style", _LOOK),
        tag("h1", words.EVALUATION),
        tag("p", words.NO_RUNS),
        tag("p", tag("a", words.BACK_TO_CHAT, href="/")),
    )
    return HTMLResponse(f"<!doctype html><html lang=en>{page}", 404, headers=_HEADERS)
