"""Originals: the library's own copy of a file, to be saved and never shown.

Whatever a file holds, the browser is told to keep it as a file: it is no page of ours, and runs nothing.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.errors import FootnoteError
from assistant.places import is_address
from assistant.records import Source
from ui.login import AssistantOf
from ui.markup import plain

ADDRESS = "/footnote/originals/"
_UNFIT = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')  # in the names of files, on some system or other
_LONGEST = 120  # characters of a name before its suffix


def originals(theirs: AssistantOf) -> Route:
    """``/footnote/originals/SOURCE``: the file of a document in the library, by its id, and nothing else."""

    async def original(request: Request) -> Response:
        assistant = theirs(request)
        try:
            source = await run_in_threadpool(assistant.source, request.path_params["source"])
            path = await run_in_threadpool(assistant.original, source.id)
        except FootnoteError as error:
            return PlainTextResponse(str(error), status_code=404)
        kept = {
            "x-content-type-options": "nosniff",
            "content-security-policy": "default-src 'none'; sandbox",
            "cache-control": "private, no-store",
        }
        name = file_name(source, path.suffix)
        return FileResponse(path, headers=kept, media_type="application/octet-stream", filename=name)

    return Route(f"{ADDRESS}{{source}}", original)


def file_name(source: Source, suffix: str) -> str:
    """A name for the file that every system takes: without folders, without characters that mean something to it."""
    name = source.name.replace("\\", "/")
    if is_address(name):
        address = urlsplit(name)
        name = f"{address.hostname}-{PurePosixPath(address.path).name}"
    name = _UNFIT.sub("-", plain(name.rsplit("/", 1)[-1])).strip(" .-")
    if suffix and name.lower().endswith(suffix.lower()):
        name = name[: -len(suffix)]
    return f"{name[:_LONGEST].strip(' .-') or source.id}{suffix}"
