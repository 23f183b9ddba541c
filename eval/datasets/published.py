"""Published files: JSON, JSON Lines and tables, plain or gzipped. Every complaint names the file and the place."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import CasesError

_HALF = "\\u"  # only such an escape can stand for half a character
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON object or a row of a table; ``place`` is where it stands, as a complaint names it."""

    fields: Mapping[str, Any]
    place: str

    def text(self, name: str) -> str:
        """A field that must be there and not be empty; a number is written out."""
        value = self.text_or_none(name)
        if value is None or not value.strip():
            raise self.error(f"“{name}” is missing or empty")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A field that may be missing, null or empty."""
        value = self.fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str | None):
            raise self.error(f"“{name}” is not text")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty when it is missing or null."""
        items = self._list(name)
        if not all(isinstance(item, str) for item in items):
            raise self.error(f"“{name}” is not a list of texts")
        return items

    def records(self, name: str) -> list[Record]:
        """A list of objects; empty when it is missing or null."""
        items = self._list(name)
        return [record(item, f"{self.place}, {name} {number}") for number, item in enumerate(items, 1)]

    def _list(self, name: str) -> list[Any]:
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"“{name}” is not a list")
        return value

    def error(self, problem: str) -> CasesError:
        """The complaint, for raising."""
        return CasesError(f"{self.place}: {problem}. Give the file as it is published.")


def record(value: Any, place: str) -> Record:
    """``value`` as a Record. Raises CasesError when it is no JSON object."""
    if not isinstance(value, dict):
        raise CasesError(f"{place} is not a JSON object. Give the file as it is published.")
    return Record(value, place)


def find(folder: Path, name: str) -> Path:
    """The file ``name`` of a folder, or its gzipped form. Raises CasesError when there is neither."""
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise CasesError(f"{folder} holds no {name}. Give the folder of the data set as it is published.")


def read_json(path: Path) -> Any:
    """What a JSON file holds."""
    text = "".join(_lines(path))
    try:
        return _whole(json.loads(text)) if _HALF in text else json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise CasesError(f"{path.name} is not JSON ({problem}). Give the file as it is published.") from error


def read_records(path: Path) -> Iterator[Record]:
    """The objects of a JSON Lines file; empty lines are left out."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            value = _whole(json.loads(line)) if _HALF in line else json.loads(line)
        except json.JSONDecodeError as error:
            problem = f"{error.msg} at column {error.colno}"
            raise CasesError(f"{place} is not JSON ({problem}). Give the file as it is published.") from error
        yield record(value, place)


def read_table(path: Path, columns: Iterable[str]) -> Iterator[Record]:
    """The rows of a tab-separated file whose first line names at least ``columns``."""
    reader = csv.DictReader(_lines(path), delimiter="\t")
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise CasesError(f"{path.name}, line 1 names no column “{missing[0]}”. Give the file as it is published.")
        for row in reader:
            yield Record(row, f"{path.name}, line {reader.line_num}")
    except csv.Error as error:
        place = f"{path.name}, line {reader.line_num}"
        raise CasesError(f"{place} is not a table ({error}). Give the file as it is published.") from error


def _whole(value: Any) -> Any:
    """``value`` with U+FFFD for halves of characters, which JSON can hold and UTF-8 cannot; offsets stay right."""
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return {_whole(key): _whole(item) for key, item in value.items()} if isinstance(value, dict) else value


def _lines(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="\n") as file:
            yield from file
    except UnicodeDecodeError as error:
        raise CasesError(f"{path.name} is not UTF-8 text. Give the file as it is published.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CasesError(f"{path.name} is damaged or cut short ({error}). Get a fresh copy of it.") from error
    except OSError as error:
        raise CasesError(f"{path} cannot be read ({error.strerror}). Check that it may be read.") from error
