"""The Evaluation page: the reports that ``footnote eval`` left in the home, under a policy without scripts."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from ui import words

ADDRESS = "/footnote/evaluation/"
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "cache-control": "no-store",
}


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
    return HTMLResponse(f"<!doctype html><title>{words.EVALUATION}</title><p>{words.NO_RUNS}", 404, headers=_HEADERS)
