"""Documents that answer nothing, to grow a library with: a folder of them, or articles in JSON Lines.

What shares its title or its file's name with a document of the cases is left out. Nothing else is: a distractor that
happens to answer a question counts against the assistant where it is cited, and makes an unanswerable case answerable.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from assistant.assistant import Assistant
from assistant.errors import CasesError
from assistant.events import Added, Failed
from eval.datasets.documents import Documents, file_stem
from eval.datasets.published import read_records
from eval.run import to_stderr

SEED = 7
PART = 3000  # characters; longer articles are cut at line ends, so that a step is met closely
_BYTES = 400  # of a file to a passage; rather few, so that a round falls short and the next one adds the rest


class Distractors:
    """Grows a library from ``path``. ``folder`` is for the documents that articles are written out to."""

    def __init__(self, assistant: Assistant, path: Path, folder: Path) -> None:
        self._assistant = assistant
        own = assistant.sources()
        self._own = {source.id for source in own}
        self._taken = {file_stem(PurePosixPath(source.name).stem) for source in own}
        self._taken |= {file_stem(source.title) for source in own if source.title}
        self._waiting = sorted(self._files(path, folder))
        random.Random(SEED).shuffle(self._waiting)  # noqa: S311  # an order, not a secret

    @property
    def documents(self) -> int:
        """How many documents have been added."""
        return len(self._added())

    @property
    def passages(self) -> int:
        """How many passages they have."""
        return sum(self._added())

    def grow(self, wanted: int) -> bool:
        """Add documents until they have ``wanted`` passages or more; False where there are too few."""
        while (missing := wanted - self.passages) > 0 and self._waiting:
            for event in self._assistant.add(self._next(missing)):
                if isinstance(event, Failed):
                    to_stderr(f"left out: {event.name}: {event.reason}")
                elif isinstance(event, Added) and event.source.title and file_stem(event.source.title) in self._taken:
                    self._assistant.remove([event.source.id])
        return missing <= 0

    def _next(self, passages: int) -> list[Path]:
        """Files that hold about so many passages, one at least."""
        files = [self._waiting.pop()]
        size = files[0].stat().st_size
        while self._waiting and size + (more := self._waiting[-1].stat().st_size) <= passages * _BYTES:
            files.append(self._waiting.pop())
            size += more
        return files

    def _added(self) -> list[int]:
        return [source.passages for source in self._assistant.sources() if source.id not in self._own]

    def _files(self, path: Path, folder: Path) -> Iterator[Path]:
        if not path.exists():
            raise CasesError(f"There is nothing at {path}. Give a folder of documents, or articles in JSON Lines.")
        if not path.is_dir():
            written = Documents(folder)
            return (folder / written.add(title, part) for title, part in self._parts(path))
        files = (file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        return (file for file in files if file_stem(file.stem) not in self._taken)

    def _parts(self, path: Path) -> Iterator[tuple[str, str]]:
        """The articles' titles and texts, whole lines of about ``PART`` characters at a time."""
        for record in read_records(path):
            title, lines, size = record.text_or_none("title") or "", list[str](), 0
            if title and file_stem(title) in self._taken:
                continue
            for line in record.text("text").splitlines():
                if lines and size + len(line) > PART:
                    yield title, "\n".join(lines)
                    lines, size = [], 0
                lines.append(line)
                size += len(line)
            yield title, "\n".join(lines)
