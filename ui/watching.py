"""Watched folders on the page: their list, and watching one more or one less.

Whoever may watch a folder may read it. So this is for the page on the machine itself: the request has to come from a
page of this very address, by this machine's own name. One through a proxy carries another name, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from assistant.assistant import Assistant
from assistant.records import Watched
from ui import words
from ui.faults import told
from ui.guard import is_loopback
from ui.icons import icon_button
from ui.markup import dotted, plain, said, tag

ADDRESS = "/footnote/watched"


@dataclass(frozen=True, slots=True)
class Change:
    """A folder to watch and one to watch no longer; empty for none."""

    watch: str = ""
    stop: str = ""


_CHANGE = TypeAdapter(Change)


def watching(assistant: Assistant) -> Route:
    """The route that changes what is watched, if anything, and gives the list."""

    async def watched(request: Request) -> Response:
        if not is_own_page(request):
            return JSONResponse({"error": words.NOT_HERE}, 403)
        try:
            change = _CHANGE.validate_json(await request.body())
            return JSONResponse(await run_in_threadpool(_changed, assistant, change))
        except ValidationError:
            return JSONResponse({"error": words.BAD_REQUEST}, 400)
        except Exception as error:  # the page says so and lives on
            return JSONResponse({"error": told(error)})

    return Route(ADDRESS, watched, methods=["POST"])


def is_own_page(request: Request) -> bool:
    """A browser names the page's address in the Origin of every POST, and no other page can make it say ours."""
    host = request.headers.get("host", "")
    return is_loopback(request.url.hostname or "") and request.headers.get("origin") == f"http://{host}"


def _changed(assistant: Assistant, change: Change) -> dict[str, Any]:
    if change.watch:
        assistant.watch(Path(change.watch))
    if change.stop:
        assistant.unwatch(Path(change.stop))
    folders = assistant.watched()
    return {
        "html": watched_html(folders),
        "count": len(folders),
        "changes": sum(folder.changes for folder in folders),
    }


def watched_html(folders: Iterable[Watched]) -> Markup:
    """A row for each watched folder."""
    return Markup("").join(map(_row, folders))


def _row(watched: Watched) -> Markup:
    folder = Path(watched.folder)
    state = words.FOLDER_STATES[watched.state].format(detail=plain(watched.detail))
    files = words.ONE_FILE if watched.files == 1 else words.FILES.format(count=watched.files)
    problems = watched.detail if watched.state == "in step" else ""
    inner = tag(
        "div",
        tag("p", said(folder.name or watched.folder), class_="name", title=plain(watched.folder)),
        tag("p", dotted(said(state), files if watched.files else None), class_="quiet"),
        tag("p", said(words.NOT_TAKEN_IN.format(reasons=plain(problems))), class_="quiet") if problems else None,
    )
    stop = icon_button("unwatch", words.UNWATCH_NAMED.format(folder=plain(watched.folder)), "close")
    failed = watched.state == "failed"
    return tag("li", inner, stop, class_="file failed" if failed else "file", data_folder=watched.folder)
