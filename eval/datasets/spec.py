"""What ``--dataset`` is given: a kind, a path and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import CasesError
from eval.datasets.kind import Kind
from eval.datasets.registry import kinds

_OPTIONS = re.compile(r"(?P<path>.*?)(?P<options>(?:,[a-z]+=[^,]*)*)", re.S)
CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class Spec:
    """A set that is to be opened. Documents may come from a ``folder`` or a ``corpus`` file in place of its own."""

    kind: Kind
    path: Path
    folder: Path | None
    corpus: Path | None
    options: Mapping[str, str]

    @property
    def name(self) -> str:
        """The kind and what the file or folder is called, without its endings."""
        return f"{self.kind.name}:{self.path.resolve().name.split('.')[0]}"


def parse(spec: str, documents: Path | None = None) -> Spec:
    """Read “KIND:PATH,option=value”. Raises CasesError when the kind, the path or an option cannot be used."""
    kind, rest = _kind(spec)
    match = _OPTIONS.fullmatch(rest)
    path = Path(match["path"] if match else rest)
    options = dict(part.split("=", 1) for part in (match["options"] if match else "").split(",")[1:])
    _check_path(kind, path)
    if CORPUS in options:
        if documents is not None:
            raise CasesError(f"Documents are given twice: {documents} and {options[CORPUS]}. Give them once.")
        documents = Path(options.pop(CORPUS))
    _check_options(kind, options)
    folder, corpus = _own(kind, path, documents)
    return Spec(kind, path, folder, corpus, options)


def _kind(spec: str) -> tuple[Kind, str]:
    name, colon, rest = spec.partition(":")
    kind = next((kind for kind in kinds() if kind.name == name.strip().lower()), None)
    known = ", ".join(f"{kind.name}:{kind.takes.split()[0]}" for kind in kinds())
    if kind is None:
        raise CasesError(f"“{name}” is no kind of data set. Give one of these: {known}.")
    if not colon or not rest.strip():
        raise CasesError(f"“{spec}” names no file or folder. Write {kind.name}:{kind.takes.split()[0]}.")
    return kind, rest.strip()


def _check_path(kind: Kind, path: Path) -> None:
    if not path.exists():
        raise CasesError(f"There is nothing at {path}. Give the path of the data set after “{kind.name}:”.")
    if path.is_dir() and "DIR" not in kind.takes:
        raise CasesError(f"{path} is a folder. Give the file of the data set after “{kind.name}:”.")
    if path.is_file() and "FILE" not in kind.takes:
        raise CasesError(f"{path} is a file. Give the folder that it lies in after “{kind.name}:”.")


def _check_options(kind: Kind, options: Mapping[str, str]) -> None:
    for option, value in options.items():
        if option not in kind.options:
            known = ", ".join(f"{each}=" for each in (CORPUS, *kind.options))
            raise CasesError(f"“{option}” is no option of {kind.name}. Use one of these: {known}.")
        allowed = kind.options[option]
        if allowed and value not in allowed:
            raise CasesError(f"“{option}={value}” is not known. Use one of these: {', '.join(allowed)}.")


def _own(kind: Kind, path: Path, documents: Path | None) -> tuple[Path | None, Path | None]:
    """The folder, or else the corpus file, that is asked in place of the documents in the set."""
    if documents is None:
        beside = path.parent / kind.beside
        return (beside if kind.beside and beside.is_dir() else None), None
    if documents.is_dir():
        return documents, None
    if not documents.is_file():
        raise CasesError(f"There is nothing at {documents}. Give the folder or the corpus file of the documents.")
    if not kind.corpus:
        raise CasesError(f"{documents} is a file; {kind.name} takes a folder of documents. Give a folder.")
    return None, documents
