"""The documents of a set as Markdown files, written so that Footnote reads back the very text that was given."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from assistant.text import fold, squeeze

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|#])")
_OPENING = re.compile(r"^(?=[-+=])|^(\d+)(?=[.)])")  # what makes a list or a rule at the start of a line
_JOINERS = "\u200c\u200d"  # unseen, but words of some scripts are misspelt without them
_LONGEST_NAME = 60  # characters; of three bytes each they still fit a file system
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # names that Windows keeps for itself


def tidy(text: str) -> str:
    """``text`` composed (NFC) and without characters that cannot be seen, which reading a file would take out too."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter.isprintable() or letter.isspace() or letter in _JOINERS)


class Documents:
    """A folder that documents are added to. Names are safe on every file system and differ by more than case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: dict[bytes, str] = {}
        self._taken: set[str] = set()
        self._times: Counter[str] = Counter()

    def add(self, title: str, text: str, *, called: str = "", **stated: str) -> str:
        """Write a document and return its file name; the same document again is the same file.

        It is named after ``called`` or its title. ``stated`` are fields of the front matter, such as author and date.
        Every line of the text is a paragraph, with single spaces.
        """
        content = _markdown(squeeze(tidy(title)), tidy(text), stated).encode("utf-8")
        key = hashlib.sha256(content).digest()
        if key not in self._names:
            self._names[key] = self._free(called or title)
            (self.folder / self._names[key]).write_bytes(content)
        return self._names[key]

    def _free(self, wanted: str) -> str:
        stem = file_stem(wanted)
        name = stem
        while name in self._taken:
            self._times[stem] += 1
            name = f"{stem}-{self._times[stem] + 1}"
        self._taken.add(name)
        return f"{name}.md"


def file_stem(wanted: str) -> str:
    """Lower-case letters and digits of ``wanted``, in runs joined by hyphens; “document” when there are none."""
    plain = unicodedata.normalize("NFC", fold(tidy(wanted)))
    stem = re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return f"{stem}-document" if _RESERVED.fullmatch(stem) else stem or "document"


def _markdown(title: str, text: str, stated: dict[str, str]) -> str:
    fields = {name: squeeze(tidy(value)) for name, value in stated.items() if value.strip()}
    # A JSON string is a YAML string.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    front = ["---\n" + "\n".join(lines) + "\n---"] if lines else []
    heading = [f"# {_escaped(title)}"] if title else []
    paragraphs = [_escaped(squeeze(line)) for line in text.splitlines() if line.strip()]
    return "\n\n".join([*front, *heading, *paragraphs]) + "\n"


def _escaped(line: str) -> str:
    return _OPENING.sub(r"\1\\", _MARKUP.sub(r"\\\1", line))
