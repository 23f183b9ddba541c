"""Files on their way into the library: ``POST /footnote/uploads`` with a file's bytes, answered with its token.

Each has a random name of its own, in a folder that only this user may read, and waits for its sender alone. A file that
nobody takes is removed when the chat starts, and after a day.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import shutil
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ui import words
from ui.login.callers import owner_of

ADDRESS = "/footnote/uploads"
LARGEST = 500_000_000  # bytes of a file
_QUOTA = 4_000_000_000  # bytes of one person's files that wait
_EACH = 4096  # bytes that a file counts for at least
_KEPT = 24 * 3600.0  # seconds that a file waits; importing those before it may take long
_PAUSE = 3600.0  # seconds between two looks for files to remove
_TOKEN = re.compile(r"[0-9a-f]{32}")
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}")


class UploadRefused(Exception):
    """A file is not kept; ``str(error)`` says why and what to do."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Uploads:
    """The files of ``folder`` that wait to be imported. Whatever lay in it before is removed."""

    def __init__(
        self, folder: Path, largest: int = LARGEST, quota: int = _QUOTA, clock: Callable[[], float] = time.time
    ) -> None:
        self._folder, self._largest, self._quota, self._clock = folder, largest, quota, clock
        self._counting = threading.Lock()
        self._sizes: dict[Path, int] = {}
        self._used: Counter[str] = Counter()  # by owner
        shutil.rmtree(folder, ignore_errors=True)

    async def keep(self, owner: str, pieces: AsyncIterator[bytes]) -> str:
        """Store a file; gives its token. Raises UploadRefused, and then nothing is left of it."""
        token = secrets.token_hex(16)
        path = self._place(owner) / token
        try:
            self._count(owner, path, _EACH)
            with path.open("xb") as file:
                size = 0
                async for piece in pieces:
                    size += len(piece)
                    self._count(owner, path, max(size, _EACH))
                    await run_in_threadpool(file.write, piece)
        except BaseException as error:
            self.discard(owner, path)
            if isinstance(error, OSError):
                raise UploadRefused(507, words.UPLOAD_NO_ROOM.format(reason=error.strerror)) from error
            raise
        return token

    def take(self, owner: str, token: object, name: str) -> Path | None:
        """The file that a token stands for, for the first caller; it keeps the extension of ``name``."""
        if not isinstance(token, str) or not _TOKEN.fullmatch(token):
            return None
        path = self._place(owner) / token
        suffix = _SUFFIX.fullmatch(Path(name).suffix)
        taken = path.with_name(f"taken-{token}{suffix[0] if suffix else ''}")
        try:
            path.rename(taken)
        except OSError:
            return None
        with self._counting:
            self._sizes[taken] = self._sizes.pop(path, 0)
        return taken

    def discard(self, owner: str, path: Path) -> None:
        """Remove a file and forget its size."""
        path.unlink(missing_ok=True)
        with self._counting:
            self._used[owner] -= self._sizes.pop(path, 0)

    def sweep(self) -> None:
        """Remove the files that have waited too long."""
        for path in list(self._sizes):
            if path.exists() and path.stat().st_mtime < self._clock() - _KEPT:
                self.discard(path.parent.name, path)

    async def keep_sweeping(self) -> None:
        """Sweep every hour, until it is cancelled."""
        while True:
            await asyncio.sleep(_PAUSE)
            await run_in_threadpool(self.sweep)

    def _place(self, owner: str) -> Path:
        place = self._folder / owner
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.mkdir(mode=0o700, exist_ok=True)
        return place

    def _count(self, owner: str, path: Path, size: int) -> None:
        """Note that a file has this size now, if it may."""
        if size > self._largest:
            raise UploadRefused(413, words.UPLOAD_TOO_LARGE.format(limit=self._largest // 1_000_000))
        with self._counting:
            used = self._used[owner] + size - self._sizes.get(path, 0)
            if used > self._quota:
                raise UploadRefused(507, words.UPLOAD_QUOTA.format(limit=f"{self._quota / 1e9:g}"))
            self._used[owner], self._sizes[path] = used, size


def upload_route(uploads: Uploads) -> Route:
    """What takes a file in."""

    async def upload(request: Request) -> Response:
        try:
            return JSONResponse({"upload": await uploads.keep(owner_of(request), request.stream())})
        except UploadRefused as error:
            return _refused(error)

    return Route(ADDRESS, upload, methods=["POST"])


def _refused(error: UploadRefused) -> Response:
    return JSONResponse({"error": str(error)}, error.status)
